import { setImmediate } from 'node:timers/promises';
import { JournalCheck } from '../../../core/journal/check';
import type { WriterKey } from '../../../core/team/public-key';
import type { CopiedLine, JournalCopies, JournalCopy } from '../../ports/journal-copies';
import { nodeDisk } from './disk';
import { JournalFolder } from './journal-folder';
import { nodeCrypto } from './node-crypto';

/** Lines between two breaths: a signature takes some 0.1 ms, and the event loop must not stand longer than a few ms. */
const breath = 32;

/** Reads the journals below a workspace as they lie there. Repairs nothing, writes nothing. */
export function createJournalCopies(root: string, keys: () => readonly WriterKey[]): JournalCopies {
  const folder = new JournalFolder(root, nodeDisk, () => null);
  return {
    async read() {
      const copies: JournalCopy[] = [];
      for (const writer of await folder.writers()) copies.push(await copyOf(folder, writer, keys()));
      return copies;
    },
  };
}

async function copyOf(folder: JournalFolder, writer: string, keys: readonly WriterKey[]): Promise<JournalCopy> {
  const check = new JournalCheck(writer, keys, nodeCrypto);
  const lines: CopiedLine[] = [];
  for (const file of await folder.files(writer)) {
    const segment = await folder.lines(writer, file);
    // What its writer is just writing is not there yet.
    if (segment.bytes === 0) break;
    check.segment(file, segment.bytes);
    for (const raw of segment.lines) {
      if (!raw.whole) break;
      const held = check.line(raw);
      if (held === null || raw.text === null) break;
      lines.push({ raw: raw.text, held });
      if (lines.length % breath === 0) await setImmediate();
    }
    if (check.bad !== null) break;
  }
  return { writer, lines, bad: check.bad };
}
