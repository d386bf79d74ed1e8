import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { CastToV2 } from '../../../core/terminal/asciicast';
import { InertOutput } from '../../../core/terminal/inert-output';

const pieceCharacters = 65_536;

/** SHA-256 of a file, hex. Throws what the disk says. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * Writes a recording as asciicast v2, its output made inert: whoever plays it has a real terminal, which would answer. It
 * has its name only when it is whole, and until then whatever had the name before stays. Throws what the disk says.
 * @param replace a file in its place was shown to a person, who said yes; otherwise one is an error (EEXIST)
 */
export async function exportCast(recording: string, file: string, replace: boolean): Promise<void> {
  // The name is taken first: a link, which could take it later, is more than a memory stick can do.
  if (!replace) await (await open(file, 'wx', 0o600)).close();
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeCast(recording, temporary);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    if (!replace) await rm(file, { force: true });
    throw error;
  }
}

async function writeCast(recording: string, file: string): Promise<void> {
  const target = await open(file, 'wx', 0o600);
  try {
    const cast = new CastToV2();
    const inert = new InertOutput();
    let text = '';
    for await (const line of createInterface({ input: createReadStream(recording), crlfDelay: Infinity })) {
      text += cast.line(line, (output) => inert.push(output)) ?? '';
      if (text.length < pieceCharacters) continue;
      await target.writeFile(text);
      text = '';
    }
    await target.writeFile(text);
    await target.datasync();
  } finally {
    await target.close();
  }
}
