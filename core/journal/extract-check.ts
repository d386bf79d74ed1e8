import type { WriterKey } from '../team/public-key';
import type { Bad, Crypto, Held, RawLine, Rule } from './check';
import { leftOutBegins, readLeftOut } from './left-out';
import { maxLineBytes, noPrevious, parseLine } from './line';
import type { Sighting } from './witness';
import { WriterSignatures } from './writer-signatures';

/** Checks one writer's part of an extract: lines that are there, and lines whose content is left out, one chain. */
export class ExtractCheck {
  bad: Bad | null = null;
  /** Lines that are there, and that hold. */
  kept = 0;
  /** Hash of every line of the chain, those that are left out too; index 0 is entry `from`. */
  readonly chain: string[] = [];
  /** Number of the first line; 0 before it was seen. */
  from = 0;

  private lineNumber = 0;
  private clock = '';
  private lastKept = 0;
  private vouchedTo = 0;
  private readonly signatures: WriterSignatures;

  constructor(
    readonly writer: string,
    keys: readonly WriterKey[],
    private readonly crypto: Crypto,
  ) {
    this.signatures = new WriterSignatures(writer, keys, crypto);
  }

  get to(): number {
    return this.from + this.chain.length - 1;
  }

  get unvouched(): boolean {
    return this.vouchedTo < this.lastKept;
  }

  /** The next line; it comes back when it is there and holds. */
  line(raw: RawLine): Held | null {
    if (this.bad !== null) return null;
    this.lineNumber += 1;
    if (!raw.whole) return this.refuse('torn-tail', 'no newline at its end', null);
    if (raw.bytes > maxLineBytes) return this.refuse('not-canonical', `longer than ${maxLineBytes} bytes`, null);
    if (raw.text?.startsWith(leftOutBegins) === true) {
      const left = readLeftOut(raw.text);
      if (left === null) return this.refuse('bad-left-out', 'no line that was left out', null);
      if (this.follows(left.seq, left.prev)) this.chain.push(left.hash);
      return null;
    }
    const parsed = parseLine(raw.text);
    if (!parsed.ok) return this.refuse(parsed.rule, parsed.why, parsed.seq);
    const { entry } = parsed;
    if (`${entry.op}.${entry.dev}` !== this.writer) return this.refuse('wrong-writer', `written as ${entry.op}.${entry.dev}`, entry.seq);
    if (!this.follows(entry.seq, entry.prev)) return null;
    if (entry.hlc <= this.clock) return this.refuse('bad-clock', 'hlc does not rise', entry.seq);
    const signed = this.signatures.of(entry, parsed.signed);
    if ('rule' in signed) return this.refuse(signed.rule, signed.why, entry.seq);
    const hash = this.crypto.sha256(raw.text ?? '');
    this.chain.push(hash);
    this.clock = entry.hlc;
    this.kept += 1;
    this.lastKept = entry.seq;
    if (signed.vouched) this.vouchedTo = entry.seq;
    return { file: `${this.writer}.jsonl`, line: this.lineNumber, hash, entry, vouched: signed.vouched };
  }

  /** Call after the last line. */
  end(): void {
    if (this.bad !== null) return;
    if (this.lineNumber === 0) {
      this.lineNumber = 1;
      this.refuse('torn-tail', 'an empty extract', null);
    } else if (this.signatures.listed.size > 0 && this.unvouched) {
      this.refuse('unvouched-tail', `entries after ${this.vouchedTo} are signed by a session key only`, this.lastKept);
    }
  }

  /** Holds the chain against what was seen of this writer. A sighting outside of the extract says nothing about it. */
  weigh(sightings: readonly Sighting[]): { readonly provenTo: number; readonly provenBy: string } {
    let proven = { provenTo: 0, provenBy: '' };
    let seen: Bad | null = null;
    for (const { seq, hash, by, vouched } of [...sightings].sort((a, b) => a.seq - b.seq || (a.by < b.by ? -1 : 1))) {
      const own = this.chain[seq - this.from];
      if (own === undefined) continue;
      if (own !== hash) seen ??= { file: `${this.writer}.jsonl`, line: seq - this.from + 1, seq, rule: 'witness-mismatch', why: `${by} saw another entry ${seq}` };
      else if (vouched) proven = { provenTo: seq, provenBy: seq > proven.provenTo ? by : proven.provenBy };
    }
    this.bad = seen ?? this.bad;
    return proven;
  }

  private follows(seq: number, prev: string): boolean {
    const head = this.chain.at(-1) ?? (seq === 1 ? noPrevious : prev);
    if (this.chain.length > 0 && seq !== this.to + 1) return this.refuse('bad-seq', `expected ${this.to + 1}`, seq) !== null;
    if (prev !== head) return this.refuse('bad-prev', 'does not follow the line before it', seq) !== null;
    if (this.chain.length === 0) this.from = seq;
    return true;
  }

  private refuse(rule: Rule, why: string, seq: number | null): null {
    this.bad = { file: `${this.writer}.jsonl`, line: this.lineNumber, seq, rule, why };
    return null;
  }
}
