import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** More than any plan of 1000 hosts and 500 steps; a larger file is not ours. */
const largest = 64 * 1024 * 1024;

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a whole file or none of it: temporary name, sync, rename, sync of the folder. */
export async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // SECURITY: the workspace is other people's repository; a link in it must not make us write elsewhere.
  if (!(await lstat(folder)).isDirectory()) throw new Error('its folder is a link');
  const temporary = join(folder, `.${name}.${randomBytes(6).toString('hex')}`);
  try {
    // SECURITY: 0600, and never through a link that somebody put there.
    const handle = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** A whole file, never through a link. Throws where it is not there. */
export async function readWhole(path: string): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    if ((await handle.stat()).size > largest) throw new Error('too large');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
