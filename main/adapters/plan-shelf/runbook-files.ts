import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import type { RunbookShelf } from '../../ports/runbook-shelf';
import { readWhole, writeWhole } from './whole-file';

/** Runbook texts as `<folder>/<sha256>.md`, beside the plans that were made of them. */
export function createRunbookFiles(folder: string): RunbookShelf {
  return {
    async put(text: string): Promise<Result<string>> {
      const sha256 = createHash('sha256').update(text).digest('hex');
      try {
        // Every run keeps its text, and most texts are there from the run before.
        if ((await readText(folder, sha256)) === null) await writeWhole(folder, `${sha256}.md`, text);
        return ok(sha256);
      } catch (error) {
        return fail('plan-not-kept', { hash: sha256, why: causeText(error) });
      }
    },

    get: (sha256) => readText(folder, sha256),
  };
}

/** Null where it is not there, or is not what its name says. */
async function readText(folder: string, sha256: string): Promise<string | null> {
  // SECURITY: a hash from a journal names a file; nothing but a hash may.
  if (!/^[0-9a-f]{64}$/.test(sha256)) return null;
  const bytes = await readWhole(join(folder, `${sha256}.md`)).catch(() => null);
  return bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256 ? null : bytes.toString('utf8');
}
