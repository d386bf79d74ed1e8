import { fail, ok, type Result } from '../../../core/errors';
import { sentence } from '../../../core/journal/codes';
import { lineText } from '../../../core/journal/line';
import type { StreamRecord } from '../../../core/stream/stream';
import type { WriterKey } from '../../../core/team/public-key';
import type { JournalFeed } from '../../ports/stream-target';
import { nodeDisk } from './disk';
import { FollowedJournal } from './followed-journal';
import { JournalFolder } from './journal-folder';

/** Follows the journals below a workspace. `own` says which is this device's, and how far it is acknowledged. */
export function createJournalFeed(world: {
  readonly root: string;
  readonly writers: 'own' | 'all';
  readonly own: () => { readonly writer: string; readonly seq: number };
  readonly keys: () => readonly WriterKey[];
}): JournalFeed {
  const folder = new JournalFolder(world.root, nodeDisk, () => null);
  const followed = new Map<string, FollowedJournal>();
  /** Own lines that were read before they were acknowledged. */
  const early: StreamRecord[] = [];
  return {
    async read(visit) {
      const own = world.own();
      const due = early.findIndex(({ seq }) => seq > own.seq);
      for (const record of early.splice(0, due === -1 ? early.length : due)) visit(record);
      let outcome: Result<void> = ok(undefined);
      for (const writer of world.writers === 'own' ? [own.writer] : await folder.writers()) {
        const journal = followed.get(writer) ?? new FollowedJournal(writer, world.keys(), folder);
        followed.set(writer, journal);
        await journal.read(({ entry, hash }) => {
          const { sig, ...unsigned } = entry;
          const record = { writer, seq: entry.seq, hash, at: entry.at, code: entry.code, sentence: sentence(entry.code, entry.op, entry.data, 'en'), line: lineText(unsigned, sig) };
          if (writer === own.writer && entry.seq > own.seq) early.push(record);
          else visit(record);
        });
        if (journal.bad !== null) {
          // Keys may have come, or a write that failed was cut off: next time it is read from its beginning.
          followed.delete(writer);
          if (writer === own.writer) early.length = 0;
          // What one writer's journal lacks must not keep the others', our own above all, from the company's copy.
          if (outcome.ok) outcome = fail('export-journal-bad', { writer, rule: journal.bad.rule, why: journal.bad.why });
        }
      }
      return outcome;
    },
  };
}
