import type { Result } from '../../../core/errors';
import { longestLine, lookAfter, noLook, plainText, spansOf, type Look } from './ansi.logic';
import { matcher, mayHold, mostHits, wholeLines, type Answer, type Growing, type OutputLines } from './output-pages';
import type { OutputLine } from './sheet';
import { troubled } from './trouble.logic';
import { utf8Length } from './utf8-length';

/** Lines kept, of all hosts together; the whole output of each host is a press away. */
const keptLines = 100_000;

/** Where a merged view begins to read, bytes of all hosts together, counted from their ends. */
const windowBytes = 16_777_216;

/** Fetched at once from one host, bytes: small, so that no host waits long for its turn. */
const pieceBytes = 32_768;

/** Hosts asked at the same time: an answer takes as long as its turn takes to come, whatever its size. */
const together = 8;

export interface MergedSource {
  readonly host: string;
  readonly ask: (from: number, max: number) => Promise<Result<Answer>>;
}

interface Reader extends MergedSource {
  next: number | null;
  carry: string;
  look: Look;
  /** When the last whole line came, and when what is behind it came; epoch ms. */
  at: number;
  tailAt: number;
}

interface RawLine {
  readonly host: string;
  readonly at: number;
  readonly raw: string;
  readonly look: Look;
  readonly isTrouble: boolean;
  /** Bytes of the host that are left out here; 0 for a line that it printed. */
  readonly leftOut: number;
}

/** The output of all hosts of a step, line by line in the order in which it came. */
export class MergedOutput implements OutputLines {
  firstError = -1;
  isCut = false;
  #lines: RawLine[] = [];
  readonly #readers: readonly Reader[];
  #cells: ReadonlyMap<string, Growing> = new Map();
  #pulling = false;
  /** The cells said more while it was being read: who was asked before has more by now. */
  #grew = false;
  #closed = false;
  #sawTrouble = false;

  constructor(
    sources: readonly MergedSource[],
    private readonly changed: () => void,
  ) {
    this.#readers = sources.map((source) => ({ ...source, next: null, carry: '', look: noLook, at: 0, tailAt: 0 }));
  }

  get count(): number {
    return this.#lines.length;
  }

  grow(cells: readonly Growing[]): void {
    this.#cells = new Map(cells.map((cell) => [cell.host, cell]));
    this.#grew = true;
    if (!this.#pulling) void this.#pull();
  }

  line(index: number): OutputLine | null {
    const line = this.#lines[index];
    return line === undefined ? null : { host: line.host, at: line.at === 0 ? null : line.at, spans: spansOf(line.raw, line.look), leftOut: line.leftOut };
  }

  find(text: string, matchCase: boolean): Promise<readonly number[]> {
    const holds = matcher(text, matchCase);
    const hits: number[] = [];
    for (let at = 0; at < this.#lines.length && hits.length < mostHits; at += 1) {
      const line = this.#lines[at];
      if (line !== undefined && (holds(plainText(line.raw)) || holds(line.host))) hits.push(at);
    }
    return Promise.resolve(hits);
  }

  close(): void {
    this.#closed = true;
  }

  /** One piece of each host that has more, then round again: back-pressure and fairness in one. */
  async #pull(): Promise<void> {
    this.#pulling = true;
    for (let moved = true; (moved || this.#grew) && !this.#closed; ) {
      moved = false;
      this.#grew = false;
      for (let at = 0; at < this.#readers.length; at += together) {
        const pieces = await Promise.all(this.#readers.slice(at, at + together).map((reader) => this.#read(reader)));
        if (this.#closed) return;
        const came = pieces.filter((piece) => piece !== null);
        if (came.length === 0) continue;
        moved = true;
        this.#add(came.flat());
        this.changed();
      }
    }
    this.#pulling = false;
  }

  /** The next lines of a host; null: it has no more. */
  async #read(reader: Reader): Promise<readonly RawLine[] | null> {
    const cell = this.#cells.get(reader.host);
    const size = cell?.bytes ?? 0;
    const startedAt = cell?.startedAt ?? null;
    reader.at = Math.max(reader.at, startedAt ?? 0);
    const share = Math.max(pieceBytes, Math.floor(windowBytes / this.#readers.length));
    // Who is further behind than the window is wide goes on at the window: reading what falls out of it only costs time.
    const leaps = size - (reader.next ?? 0) > share;
    const begins = leaps ? size - share : (reader.next ?? 0);
    if (begins >= size) return this.#finish(reader, cell);
    const answer = await reader.ask(begins, pieceBytes);
    if (this.#closed || !answer.ok || answer.value.next <= begins) return null;
    const { text, next, arrived } = answer.value;
    // Read from the middle: what is left of a cut line is not shown as a line.
    const cut = leaps ? text.indexOf('\n') + 1 : 0;
    const carry = leaps ? '' : reader.carry;
    const all = carry + text.slice(cut);
    const leftOut = leaps ? begins - (reader.next ?? 0) + utf8Length(reader.carry + text.slice(0, cut)) : 0;
    const mayBeTrouble = mayHold(all, (piece) => troubled.test(piece));
    const came: RawLine[] = [];
    let offset = begins + utf8Length(text.slice(0, cut));
    let piece = 0;
    wholeLines(all).forEach((raw, at) => {
      while ((arrived[piece + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= offset) piece += 1;
      const ms = arrived[piece]?.[1];
      if (ms !== undefined && startedAt !== null) reader.at = Math.max(reader.at, startedAt + ms);
      came.push({ host: reader.host, at: reader.at, raw: raw.slice(0, longestLine * 4), look: reader.look, isTrouble: mayBeTrouble && troubled.test(plainText(raw)), leftOut: 0 });
      reader.look = lookAfter(raw, reader.look);
      offset += utf8Length(at === 0 ? raw.slice(carry.length) : raw) + 1;
    });
    reader.tailAt = startedAt === null ? reader.at : Math.max(reader.at, startedAt + (arrived.at(-1)?.[1] ?? 0));
    const end = all.lastIndexOf('\n') + 1;
    reader.carry = all.slice(end, end + longestLine * 4);
    reader.next = next;
    if (leftOut === 0) return came;
    this.isCut = true;
    return [{ host: reader.host, at: came[0]?.at ?? reader.at, raw: '', look: noLook, isTrouble: false, leftOut }, ...came];
  }

  /** The step is over: what it left without a line end is its last line. */
  #finish(reader: Reader, cell: Growing | undefined): readonly RawLine[] | null {
    if (reader.carry === '' || (cell?.endedAt ?? null) === null) return null;
    const raw = reader.carry;
    reader.carry = '';
    return [{ host: reader.host, at: reader.tailAt, raw, look: reader.look, isTrouble: troubled.test(plainText(raw)), leftOut: 0 }];
  }

  #add(unordered: readonly RawLine[]): void {
    const came = unordered.toSorted((a, b) => a.at - b.at);
    const [first] = came;
    if (first === undefined) return;
    let keep = this.#lines.length;
    while (keep > 0 && (this.#lines[keep - 1]?.at ?? 0) > first.at) keep -= 1;
    // Both parts are in order: going through them once is what keeps a hundred hosts smooth.
    const tail = this.#lines.splice(keep);
    let at = 0;
    for (const line of came) {
      for (let there = tail[at]; there !== undefined && there.at <= line.at; there = tail[(at += 1)]) this.#lines.push(there);
      this.#lines.push(line);
    }
    for (const line of tail.slice(at)) this.#lines.push(line);
    const excess = Math.max(0, this.#lines.length - keptLines);
    if (excess > 0) {
      this.#lines.splice(0, excess);
      this.isCut = true;
    }
    this.#sawTrouble ||= came.some(({ isTrouble }) => isTrouble);
    if (!this.#sawTrouble) return;
    // What lies before these was looked at already.
    const from = (this.firstError >= 0 ? Math.min(this.firstError, keep) : keep) - excess;
    this.firstError = this.#lines.findIndex(({ isTrouble }, index) => index >= from && isTrouble);
  }
}
