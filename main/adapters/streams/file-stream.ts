import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { causeText } from '../../../core/cause-text';
import { fail, ok, type Result } from '../../../core/errors';
import { parseLine } from '../../../core/journal/line';
import type { StreamReach } from '../../../core/stream/stream';
import type { StreamTarget } from '../../ports/stream-target';

/**
 * A file of journal lines. The file itself says how far it got, so that a crash between writing and remembering neither
 * repeats nor leaves out a line; a last line that was cut off is taken away and written again.
 */
export function fileStream(stream: string, path: string): StreamTarget {
  return {
    async reach() {
      return within(stream, path, async (handle) => {
        const last = new Map<string, { readonly seq: number; readonly line: string }>();
        let whole = 0;
        let rest = '';
        for await (const part of handle.createReadStream({ encoding: 'utf8', autoClose: false, start: 0 })) {
          const lines = (rest + String(part)).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) {
            const parsed = parseLine(line);
            // SECURITY: the path comes from a shared file; nothing is ever appended to a file that is something else.
            if (!parsed.ok) return fail('stream-not-ours', { path, why: parsed.why });
            last.set(`${parsed.entry.op}.${parsed.entry.dev}`, { seq: parsed.entry.seq, line });
            whole += Buffer.byteLength(line) + 1;
          }
        }
        if (rest !== '' && !rest.startsWith('{"alg":')) return fail('stream-not-ours', { path, why: 'no journal line' });
        await handle.truncate(whole);
        return ok<StreamReach>(new Map([...last].map(([writer, { seq, line }]) => [writer, { seq, hash: createHash('sha256').update(line).digest('hex') }])));
      });
    },
    send: (records) =>
      within(stream, path, async (handle) => {
        await handle.appendFile(records.map(({ line }) => `${line}\n`).join(''));
        await handle.datasync();
        return ok(undefined);
      }),
  };
}

async function within<T>(stream: string, path: string, work: (handle: FileHandle) => Promise<Result<T>>): Promise<Result<T>> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW, 0o600);
    if (!(await handle.stat()).isFile()) return fail('stream-not-ours', { path, why: 'no plain file' });
    return await work(handle);
  } catch (error) {
    return fail('stream-unreachable', { stream, why: causeText(error) });
  } finally {
    await handle?.close();
  }
}
