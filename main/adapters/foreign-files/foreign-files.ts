import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import { foreignLimit, type ForeignFile } from '../../../core/import/foreign-file';
import { wildcard } from '../../../core/import/ssh-config';
import type { ForeignFiles } from '../../ports/foreign-files';

/** More files than this behind one Include are no configuration. */
const mostIncluded = 100;

export function createForeignFiles(): ForeignFiles {
  return {
    read: readForeign,
    include: async (pattern, from) => {
      const wanted = path.resolve(path.dirname(from), pattern.replace(/^~(?=\/)/, homedir()));
      const folder = path.dirname(wanted);
      const names = await readdir(folder).catch((): string[] => []);
      const files: ForeignFile[] = [];
      for (const name of names.filter((each) => wildcard(path.basename(wanted), each)).sort().slice(0, mostIncluded)) {
        const file = await readForeign(path.join(folder, name));
        if (file.ok) files.push(file.value);
      }
      return files;
    },
  };
}

async function readForeign(file: string): Promise<Result<ForeignFile>> {
  const refuse = (why: string) => fail('import-source-unreadable', { path: file, why });
  try {
    // SECURITY: O_NONBLOCK, because opening a named pipe would hang for ever.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const facts = await handle.stat();
      if (!facts.isFile()) return refuse('not a plain file');
      if (facts.size > foreignLimit) return refuse(`larger than ${String(foreignLimit / 1024)} KiB`);
      return ok({ name: file, text: new TextDecoder('utf-8', { fatal: true }).decode(await handle.readFile()) });
    } finally {
      await handle.close();
    }
  } catch (error) {
    return refuse(error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'not UTF-8');
  }
}
