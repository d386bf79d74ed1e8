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
      const mayReplace = async (): Promise<Result<void>> => {
        const now = await readInside(root, file, yamlLimit);
        if (!now.ok) return now;
        return now.value === before ? ok(undefined) : fail('workspace-moved-on', { path: file });
      };
      let answer = await mayReplace();
      if (!answer.ok) return answer;
      // Once more when the new text is on the disk: writing takes long enough for an editor to save.
      const last = async (): Promise<void> => {
        answer = await mayReplace();
        if (!answer.ok) throw new Error(answer.error.code);
      };
      await replaceFile(target, after, last).catch((error: unknown) => {
        if (answer.ok) throw error;
      });
      return answer;
    }
    await mkdir(path.dirname(target), { recursive: true });
    // SECURITY: a workspace is other people's repository; a linked folder in it must not make us write elsewhere.
    const [base, folder] = [await realpath(root), await realpath(path.dirname(target))];
    if (folder !== path.join(base, path.dirname(file))) return fail('workspace-path-outside', { path: file });
    await fill(await open(target, 'wx', 0o644), after);
    return ok(undefined);
  } catch (error) {
    const why = errorCode(error);
    return why === 'EEXIST' ? fail('workspace-moved-on', { path: file }) : fail('workspace-unwritable', { path: file, why });
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
