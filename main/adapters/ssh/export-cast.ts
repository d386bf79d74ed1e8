import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
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

/** Writes a recording as asciicast v2, its output made inert: whoever plays it has a real terminal, which would answer. */
export async function exportCast(recording: string, file: string, replace: boolean): Promise<void> {
  const target = await open(file, replace ? 'w' : 'wx', 0o600);
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
