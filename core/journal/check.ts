import type { WriterKey } from '../team/public-key';
import type { Crypto } from './crypto';
import type { Entry } from './entry';
import { maxLineBytes, maxSegmentBytes, noPrevious, parseLine, segmentNumber } from './line';
import type { Rule } from './rule';
import { WriterSignatures } from './writer-signatures';

/** The first thing that is wrong. `line` counts from 1 within the file. */
export interface Bad {
  readonly file: string;
  readonly line: number;
  readonly seq: number | null;
  readonly rule: Rule;
  readonly why: string;
}

/** One line that held. */
export interface Held {
  readonly file: string;
  readonly line: number;
  readonly hash: string;
  readonly entry: Entry;
  /** Signed by a key that the team lists, not by a session key. */
  readonly vouched: boolean;
}

/** A line as it lies on disk: text without newline, or null where the bytes are not UTF-8. */
export interface RawLine {
  readonly text: string | null;
  readonly bytes: number;
  /** False for a last line without its newline. */
  readonly whole: boolean;
}

/** Checks one writer's journal, line by line, in the order of the format page; stops at the first bad line. */
export class JournalCheck {
  bad: Bad | null = null;
  count = 0;
  head = noPrevious;
  /** The last entry that a listed key signed: everything up to it is vouched for, session lines included. */
  vouchedTo = 0;

  private file = '';
  private lineNumber = 0;
  private segments = 0;
  private clock = '';
  private readonly signatures: WriterSignatures;

  constructor(
    private readonly writer: string,
    private readonly keys: readonly WriterKey[],
    private readonly crypto: Crypto,
  ) {
    this.signatures = new WriterSignatures(writer, keys, crypto);
  }

  /** Begins with a file of the folder, in name order. `bytes` is its size. */
  segment(file: string, bytes: number): void {
    if (this.bad !== null) return;
    this.file = file;
    this.lineNumber = 0;
    this.segments += 1;
    if (segmentNumber(file) !== this.segments) return this.fail('bad-segment', `expected segment ${this.segments}`, 1);
    if (bytes > maxSegmentBytes) return this.fail('bad-segment', `longer than ${maxSegmentBytes} bytes`, 1);
    if (bytes === 0) return this.fail('torn-tail', 'an empty segment', 1);
  }

  /** Checks the next line of the current segment; the held line, or null once something was bad. */
  line(raw: RawLine): Held | null {
    if (this.bad !== null) return null;
    this.lineNumber += 1;
    if (!raw.whole) return this.refuse('torn-tail', 'no newline at its end', null);
    if (raw.bytes > maxLineBytes) return this.refuse('not-canonical', `longer than ${maxLineBytes} bytes`, null);
    const parsed = parseLine(raw.text);
    if (!parsed.ok) return this.refuse(parsed.rule, parsed.why, parsed.seq);
    const { entry } = parsed;
    const place = this.placeOf(entry);
    if (place !== null) return this.refuse(place.rule, place.why, entry.seq);
    const signed = this.signatures.of(entry, parsed.signed);
    if ('rule' in signed) return this.refuse(signed.rule, signed.why, entry.seq);
    this.count = entry.seq;
    this.clock = entry.hlc;
    this.head = this.crypto.sha256(raw.text ?? '');
    if (signed.vouched) this.vouchedTo = entry.seq;
    return { file: this.file, line: this.lineNumber, hash: this.head, entry, vouched: signed.vouched };
  }

  /** Call after the last line. A writer that has a listed key and ends in session lines is in doubt. */
  end(): void {
    if (this.bad === null && this.signatures.listed.size > 0 && this.vouchedTo < this.count) {
      this.fail('unvouched-tail', `entries after ${this.vouchedTo} are signed by a session key only`, this.lineNumber, this.count);
    }
  }

  /** The same check once more, to try lines with that may not hold. */
  copy(): JournalCheck {
    const other = new JournalCheck(this.writer, this.keys, this.crypto);
    const { bad, count, head, vouchedTo, file, lineNumber, segments, clock } = this;
    other.signatures.learnFrom(this.signatures);
    return Object.assign(other, { bad, count, head, vouchedTo, file, lineNumber, segments, clock });
  }

  get unvouched(): boolean {
    return this.vouchedTo < this.count;
  }

  /**
   * How far this may be held for its writer's word, against others and against him: of one that has a listed key, up to
   * the last line that such a key signed. Session lines behind it could be anybody's.
   */
  get standsTo(): number {
    return this.signatures.listed.size > 0 ? this.vouchedTo : this.count;
  }

  private placeOf(entry: Entry): { readonly rule: Rule; readonly why: string } | null {
    if (`${entry.op}.${entry.dev}` !== this.writer) return { rule: 'wrong-writer', why: `written as ${entry.op}.${entry.dev}` };
    if (entry.seq !== this.count + 1) return { rule: 'bad-seq', why: `expected ${this.count + 1}` };
    if (entry.prev !== this.head) return { rule: 'bad-prev', why: 'does not follow the line before it' };
    if (entry.hlc <= this.clock) return { rule: 'bad-clock', why: 'hlc does not rise' };
    return null;
  }

  private refuse(rule: Rule, why: string, seq: number | null): null {
    this.fail(rule, why, this.lineNumber, seq);
    return null;
  }

  private fail(rule: Rule, why: string, line: number, seq: number | null = null): void {
    this.bad = { file: this.file, line, seq, rule, why };
  }
}
