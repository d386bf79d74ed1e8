import { setImmediate } from 'node:timers/promises';
import { JournalCheck, type Bad, type Held } from '../../../core/journal/check';
import { noPrevious, segmentNumber } from '../../../core/journal/line';
import type { WriterKey } from '../../../core/team/public-key';
import type { JournalFolder } from './journal-folder';
import { nodeCrypto } from './node-crypto';

/** Lines between two breaths: a signature takes some 0.1 ms, and the event loop must not stand longer than a few ms. */
const breath = 32;

/** One writer's journal, read and checked as it grows: what held once is not checked again. */
export class FollowedJournal {
  /** Hash of every entry that holds; index 0 is entry 1. */
  readonly hashes: string[] = [];
  /** What of it matters to the witnesses: number, time and code of each entry. */
  readonly entries: { readonly seq: number; readonly at: number; readonly code: string }[] = [];
  private readonly check: JournalCheck;
  private file: string | null = null;
  /** Whole lines of the current file that were read. */
  private lines = 0;

  constructor(
    readonly writer: string,
    keys: readonly WriterKey[],
    private readonly folder: JournalFolder,
  ) {
    this.check = new JournalCheck(writer, keys, nodeCrypto);
  }

  get bad(): Bad | null {
    return this.check.bad;
  }

  /** How far it is its writer's word; see JournalCheck. */
  get standsTo(): number {
    return this.check.standsTo;
  }

  /** The last entry that is its writer's word. */
  get head(): { readonly seq: number; readonly hash: string } {
    const seq = this.standsTo;
    return { seq, hash: this.hashes[seq - 1] ?? noPrevious };
  }

  /** Reads what is new, and tells every line that holds. A last line without its newline is not there yet. */
  async read(visit: (held: Held) => void): Promise<void> {
    for (const file of await this.folder.files(this.writer)) {
      if (this.check.bad !== null) return;
      if (this.file !== null && file < this.file) continue;
      const { bytes, lines } = await this.folder.lines(this.writer, file);
      if (file !== this.file) {
        // An empty segment is one that its writer, or a copy of it, has yet to fill.
        if (bytes === 0 && segmentNumber(file) !== null) return;
        this.check.segment(file, bytes);
        this.file = file;
        this.lines = 0;
      }
      for (const raw of lines.slice(this.lines)) {
        if (!raw.whole) return;
        const held = this.check.line(raw);
        if (held === null) return;
        this.lines += 1;
        this.hashes.push(held.hash);
        this.entries.push({ seq: held.entry.seq, at: held.entry.at, code: held.entry.code });
        visit(held);
        if (held.entry.seq % breath === 0) await setImmediate();
      }
    }
  }

  /** A check that stands where this one does, to try more lines with. */
  continuation(): JournalCheck {
    return this.check.copy();
  }
}
