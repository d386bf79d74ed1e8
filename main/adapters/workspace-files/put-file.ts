import { mkdir, open, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import { yamlLimit } from '../../../core/workspace/read-yaml';
import { errorCode, readInside } from './read-folder';
import { replaceFile } from './replace-file';

/**
 * Writes a file below the root if it is what was seen before: `before` is its text, or null where there was none. A new
 * file is made and never replaces one that appeared meanwhile; an existing one is replaced whole.
 */
export async function putFile(root: string, file: string, before: string | null, after: string): Promise<Result<void>> {
  const target = path.join(root, file);
  try {
    if (before !== null) {
      const now = await readInside(root, file, yamlLimit);
      if (!now.ok) return now;
      if (now.value !== before) return fail('import-changed', { path: file });
      await replaceFile(target, after);
      return ok(undefined);
    }
    await mkdir(path.dirname(target), { recursive: true });
    // SECURITY: a workspace is other people's repository; a linked folder in it must not make us write elsewhere.
    const [base, folder] = [await realpath(root), await realpath(path.dirname(target))];
    if (folder !== path.join(base, path.dirname(file))) return fail('workspace-path-outside', { path: file });
    await fill(await open(target, 'wx', 0o644), after);
    return ok(undefined);
  } catch (error) {
    const why = errorCode(error);
    return why === 'EEXIST' ? fail('import-changed', { path: file }) : fail('workspace-unwritable', { path: file, why });
  }
}

async function fill(handle: FileHandle, text: string): Promise<void> {
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}
