import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../core/errors';

/** Writes a text to the file that a person chose in a dialog, whole or not at all; one that is there was confirmed. */
export async function saveText(file: string, text: string): Promise<Result<void>> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    return ok(undefined);
  } catch (cause) {
    await rm(temporary, { force: true });
    return fail('export-unwritable', { path: file, why: cause instanceof Error ? cause.message : String(cause) });
  }
}
