import { setImmediate } from 'node:timers/promises';
import type { Bad, JournalCheck, RawLine } from '../../../core/journal/check';
import { maxSegmentBytes, segmentName } from '../../../core/journal/line';
import type { Doubt, Segments } from '../../ports/team-journals';
import { rawLines } from './raw-lines';

/** Lines between two breaths, as in followed-journal.ts. */
const breath = 32;

interface OfferedLine {
  readonly file: string;
  readonly line: number;
  readonly raw: RawLine;
}

/** What a check says of a copy. */
export interface Judged {
  /** Hash of every entry that was checked just now and holds. */
  readonly hashes: readonly string[];
  /** The last entry that holds. */
  readonly count: number;
  /** The last entry that a listed key signed: what stands behind it may be anybody's. */
  readonly vouchedTo: number;
  readonly bad: Bad | null;
}

/** A copy of one writer's journal that came from elsewhere. Nothing of it is believed yet. */
export class OfferedCopy {
  /** All segments, one after another: nobody signs where one begins, so that is no part of what is compared. */
  readonly bytes: Buffer;
  private readonly lines: readonly OfferedLine[];

  constructor(
    readonly writer: string,
    private readonly segments: Segments,
  ) {
    const files = this.files();
    this.bytes = Buffer.concat(files.map(([, bytes]) => bytes));
    this.lines = files.flatMap(([file, bytes]) => rawLines(bytes).map((raw, at) => ({ file, line: at + 1, raw })));
  }

  /** Why these are no segments of a journal at all; null: they look like it. */
  get misshapen(): Doubt | null {
    const wrong = this.files().find(([name, bytes], at) => name !== segmentName(at + 1) || bytes.length > maxSegmentBytes || bytes.length === 0);
    return wrong === undefined ? null : { writer: this.writer, seq: 1, kind: 'bad', why: `the file ${wrong[0].slice(0, 40)} does not belong there` };
  }

  /** Goes on with a check that stands anywhere in this journal. */
  async judge(check: JournalCheck): Promise<Judged> {
    const hashes: string[] = [];
    let bad: Bad | null = null;
    for (const { file, line, raw } of this.lines.slice(check.count)) {
      const held = check.line(raw);
      if (held === null) {
        bad = check.bad === null ? null : { ...check.bad, file, line };
        break;
      }
      hashes.push(held.hash);
      if (hashes.length % breath === 0) await setImmediate();
    }
    return { hashes, count: check.count, vouchedTo: check.vouchedTo, bad };
  }

  /** Bytes of the first entries, newlines included. */
  lengthOf(entries: number): number {
    return this.lines.slice(0, entries).reduce((sum, { raw }) => sum + raw.bytes + 1, 0);
  }

  private files(): [string, Uint8Array][] {
    return [...this.segments].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
