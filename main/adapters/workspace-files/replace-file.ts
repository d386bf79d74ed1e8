import { randomBytes } from 'node:crypto';
import { lstat, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Replaces a whole file or leaves it as it was: a temporary file beside it, synced, renamed over it, the folder synced.
 * Throws the system's error, or what `last` throws, which is called when only the rename is left to do. The file keeps its mode; a link at its place is refused, because a rename would replace it.
 */
export async function replaceFile(file: string, text: string, last: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  const mode = await modeOf(file);
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  const handle = await open(temporary, 'wx', mode);
  try {
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await last();
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(path.dirname(file));
}

async function modeOf(file: string): Promise<number> {
  try {
    const facts = await lstat(file);
    if (!facts.isFile()) throw Object.assign(new Error('not a plain file'), { code: 'EINVAL' });
    return facts.mode & 0o777;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0o644;
    throw error;
  }
}

/** Makes the rename itself durable. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32' || !(await stat(folder)).isDirectory()) return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
