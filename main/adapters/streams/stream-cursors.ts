import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StreamPoint } from '../../../core/stream/stream';
import type { StreamCursors } from '../../ports/stream-target';

const seq = z.number().int().min(0);
/** A bare number was written by an earlier version. */
const kept = z.record(z.string(), z.union([seq.transform((number): StreamPoint => ({ seq: number, hash: null })), z.strictObject({ seq, hash: z.string().nullable() })]));

/** Cursors as small files of this device, replaced whole. One that cannot be read counts as none: rather twice than never. */
export function createStreamCursors(folder: string): StreamCursors {
  const fileOf = (stream: string): string => join(folder, `${stream}.json`);
  return {
    async read(stream) {
      try {
        return new Map(Object.entries(kept.parse(JSON.parse(await readFile(fileOf(stream), 'utf8')))));
      } catch {
        return new Map();
      }
    },
    async write(stream, reach) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const temporary = `${fileOf(stream)}.new`;
      const handle = await open(temporary, 'w', 0o600);
      try {
        await handle.writeFile(JSON.stringify(Object.fromEntries(reach)));
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, fileOf(stream));
    },
  };
}
