import type { Result } from '../../../core/errors';
import { longestLine, lookAfter, noLook, plainText, spansOf, type Look } from './ansi.logic';
import { matcher, mostHits, wholeLines, type Answer, type Growing, type OutputLine, type OutputLines } from './output-pages';
import { troubled } from './trouble.logic';

/** Lines kept, of all hosts together; the whole output of each host is a press away. */
const keptLines = 100_000;

/** Where a merged view begins to read, bytes of all hosts together, counted from their ends. */
const windowBytes = 16_777_216;

/** Fetched at once from one host, bytes: small, so that no host waits long for its turn. */
const pieceBytes = 32_768;

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
}

/** The output of all hosts of a step, line by line in the order in which it came. */
export class MergedOutput implements OutputLines {
  firstError = -1;
  isCut = false;
  #lines: RawLine[] = [];
  readonly #readers: readonly Reader[];
  #cells: ReadonlyMap<string, Growing> = new Map();
  #pulling = false;
  #closed = false;

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
    if (!this.#pulling) void this.#pull();
  }

  line(index: number): OutputLine | null {
    const line = this.#lines[index];
    return line === undefined ? null : { host: line.host, at: line.at === 0 ? null : line.at, spans: spansOf(line.raw, line.look) };
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
    for (let moved = true; moved && !this.#closed; ) {
      moved = false;
      const came: RawLine[] = [];
      for (const reader of this.#readers) {
        if (await this.#read(reader, came)) moved = true;
        if (this.#closed) return;
      }
      this.#add(came);
      if (moved) this.changed();
    }
    this.#pulling = false;
  }

  async #read(reader: Reader, came: RawLine[]): Promise<boolean> {
    const cell = this.#cells.get(reader.host);
    const size = cell?.bytes ?? 0;
    const startedAt = cell?.startedAt ?? null;
    reader.at = Math.max(reader.at, startedAt ?? 0);
    const share = Math.max(pieceBytes, Math.floor(windowBytes / this.#readers.length));
    const begins = reader.next ?? Math.max(0, size - share);
    if (begins >= size) return this.#finish(reader, cell, came);
    const answer = await reader.ask(begins, pieceBytes);
    if (this.#closed || !answer.ok || answer.value.next <= begins) return false;
    const { text, next, arrived } = answer.value;
    // Read from the middle: what is left of a cut line is not shown as a line.
    const cut = reader.next === null && begins > 0 ? text.indexOf('\n') + 1 : 0;
    if (cut > 0) this.isCut = true;
    const all = reader.carry + text.slice(cut);
    const encoder = new TextEncoder();
    let offset = begins + encoder.encode(text.slice(0, cut)).length;
    let piece = 0;
    wholeLines(all).forEach((raw, at) => {
      while ((arrived[piece + 1]?.[0] ?? Number.POSITIVE_INFINITY) <= offset) piece += 1;
      const ms = arrived[piece]?.[1];
      if (ms !== undefined && startedAt !== null) reader.at = Math.max(reader.at, startedAt + ms);
      came.push({ host: reader.host, at: reader.at, raw: raw.slice(0, longestLine * 4), look: reader.look });
      reader.look = lookAfter(raw, reader.look);
      offset += encoder.encode(at === 0 ? raw.slice(reader.carry.length) : raw).length + 1;
    });
    reader.tailAt = startedAt === null ? reader.at : Math.max(reader.at, startedAt + (arrived.at(-1)?.[1] ?? 0));
    const end = all.lastIndexOf('\n') + 1;
    reader.carry = all.slice(end, end + longestLine * 4);
    reader.next = next;
    return true;
  }

  /** The step is over: what it left without a line end is its last line. */
  #finish(reader: Reader, cell: Growing | undefined, came: RawLine[]): boolean {
    if (reader.carry === '' || (cell?.endedAt ?? null) === null) return false;
    came.push({ host: reader.host, at: reader.tailAt, raw: reader.carry, look: reader.look });
    reader.carry = '';
    return true;
  }

  #add(came: readonly RawLine[]): void {
    if (came.length === 0) return;
    const ordered = came.toSorted((a, b) => a.at - b.at);
    const first = ordered[0]?.at ?? 0;
    let keep = this.#lines.length;
    while (keep > 0 && (this.#lines[keep - 1]?.at ?? 0) > first) keep -= 1;
    const tail = [...this.#lines.splice(keep), ...ordered].sort((a, b) => a.at - b.at);
    this.#lines = this.#lines.concat(tail);
    const excess = this.#lines.length - keptLines;
    if (excess > 0) {
      this.#lines.splice(0, excess);
      this.isCut = true;
    }
    if (this.firstError >= keep) this.firstError = -1;
    else if (this.firstError >= 0) this.firstError -= Math.max(0, excess);
    if (this.firstError >= 0) return;
    const from = Math.max(0, keep - Math.max(0, excess));
    const found = this.#lines.slice(from).findIndex(({ raw }) => troubled.test(plainText(raw)));
    this.firstError = found < 0 ? -1 : from + found;
  }
}
