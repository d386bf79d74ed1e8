import { setImmediate } from 'node:timers/promises';
import type { Bad, JournalCheck, RawLine } from '../../../core/journal/check';
import { maxSegmentBytes, segmentName } from '../../../core/journal/line';
import type { Doubt, Segments } from '../../ports/team-journals';
import { newline, rawLines, wholeLines } from './raw-lines';

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

  constructor(
    readonly writer: string,
    private readonly segments: Segments,
  ) {
    this.bytes = Buffer.concat(this.files().map(([, bytes]) => bytes));
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
    for (const { file, line, raw } of this.linesFrom(check.count)) {
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
    let length = 0;
    for (let left = entries; left > 0; left -= 1) length = this.bytes.indexOf(newline, length) + 1;
    return length;
  }

  /** A journal of years is offered whole each time that it grew: what was checked before is not even decoded. */
  private *linesFrom(start: number): Generator<OfferedLine> {
    let before = 0;
    for (const [file, bytes] of this.files()) {
      const count = wholeLines(bytes);
      if (before + count > start || bytes.at(-1) !== newline) {
        for (const [at, raw] of rawLines(bytes).entries()) if (before + at >= start) yield { file, line: at + 1, raw };
      }
      before += count;
    }
  }

  private files(): [string, Uint8Array][] {
    return [...this.segments].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}
