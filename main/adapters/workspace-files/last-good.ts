import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Workspace } from '../../../core/workspace/workspace';

const fileSchema = z.object({ app: z.string(), workspace: z.custom<Workspace>((value) => typeof value === 'object' && value !== null) });

/**
 * `last-good.json` in this device's own folder: the configuration that was valid last, as data. It was checked when it
 * was written; another version of the app may read files differently, so it only takes up its own.
 */
export function openLastGood(folder: string, app: string): { read(): Workspace | null; write(workspace: Workspace): void } {
  const file = join(folder, 'last-good.json');
  return {
    read() {
      try {
        const kept = fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
        return kept.app === app ? kept.workspace : null;
      } catch {
        return null;
      }
    },
    write(workspace) {
      try {
        writeFileSync(`${file}.new`, JSON.stringify({ app, workspace }), { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch {
        // A full disk costs the fall-back of a later start, nothing now.
      }
    },
  };
}
