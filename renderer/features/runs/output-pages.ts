import type { Result } from '../../../core/errors';
import type { Cell } from '../../../core/run/run';
import { longestLine, lookAfter, noLook, plainText, spansOf, type Look } from './ansi.logic';
import { Sheet, type OutputLine } from './sheet';
import { troubled } from './trouble.logic';

/** A page of a transcript as the main process answers it. */
export interface Answer {
  readonly text: string;
  readonly next: number;
  readonly size: number;
  readonly arrived: readonly (readonly [number, number])[];
}

/** What is read of a cell: how far it is. */
export type Growing = Pick<Cell, 'host' | 'bytes' | 'startedAt' | 'endedAt'>;

/** Lines to draw, of which only some are in memory. */
export interface OutputLines {
  readonly count: number;
  /** Index of the first line that looks like an error, or -1. */
  readonly firstError: number;
  /** True where the beginning is on disk only. */
  readonly isCut: boolean;
  /** Null while it is being fetched; the owner hears of it. */
  line(index: number): OutputLine | null;
  /** Says how far the hosts are. */
  grow(cells: readonly Growing[]): void;
  /** Lines that hold the text, in order; at most `mostHits`. Null once a newer search began. */
  find(text: string, matchCase: boolean): Promise<readonly number[] | null>;
  close(): void;
}

export const mostHits = 10_000;
const pageBytes = 131_072;

/** Pages that are under way at once: most of the time of a question is waiting for its turn. */
const askedAhead = 4;

/** Pages kept in memory: 64 of 128 KiB. The rest is asked for when it comes into view. */
const keptPages = 64;

/** What must be remembered of a page to read it again: where it lies, and what it began with. */
interface Page {
  readonly from: number;
  next: number;
  readonly firstLine: number;
  lines: number;
  readonly carry: string;
  readonly look: Look;
}

interface Loaded {
  readonly text: string;
  readonly arrived: Answer['arrived'];
  /** Made when the first line of it is drawn. */
  sheet: Sheet | null;
}

/** Whether a text holds another. */
export function matcher(text: string, matchCase: boolean): (line: string) => boolean {
  const wanted = matchCase ? text : text.toLowerCase();
  return (line) => (matchCase ? line : line.toLowerCase()).includes(wanted);
}

/** One host's output, whole: an index of pages, of which a few are in memory. */
export class OutputPages implements OutputLines {
  readonly isCut = false;
  firstError = -1;
  readonly #pages: Page[] = [];
  readonly #loaded = new Map<number, Loaded>();
  readonly #asked = new Set<number>();
  #wanted = 0;
  #pulling = false;
  #closed = false;
  #rest = '';
  #restLook: Look = noLook;
  #search = 0;
  #startedAt: number | null = null;

  constructor(
    private readonly host: string,
    private readonly ask: (from: number, max: number) => Promise<Result<Answer>>,
    private readonly changed: () => void,
  ) {}

  get count(): number {
    const last = this.#pages.at(-1);
    return (last === undefined ? 0 : last.firstLine + last.lines) + (this.#rest === '' ? 0 : 1);
  }

  grow(cells: readonly Growing[]): void {
    const cell = cells.find(({ host }) => host === this.host);
    this.#wanted = cell?.bytes ?? 0;
    this.#startedAt = cell?.startedAt ?? null;
    if (!this.#pulling) void this.#pull();
  }

  line(index: number): OutputLine | null {
    const last = this.#pages.at(-1);
    if (last === undefined || index < 0) return null;
    if (index >= last.firstLine + last.lines) return { host: null, at: null, spans: spansOf(this.#rest, this.#restLook), leftOut: 0 };
    const number = this.#pageOf(index);
    const page = this.#pages[number];
    const loaded = this.#loaded.get(number);
    if (page === undefined) return null;
    if (loaded === undefined) {
      void this.#load(number, page);
      return null;
    }
    loaded.sheet ??= new Sheet(page, loaded);
    return loaded.sheet.line(index - page.firstLine, this.#startedAt);
  }

  async find(text: string, matchCase: boolean): Promise<readonly number[] | null> {
    this.#search += 1;
    const mine = this.#search;
    const hits: number[] = [];
    const holds = matcher(text, matchCase);
    for (let number = 0; number < this.#pages.length && hits.length < mostHits; number += 1) {
      const page = this.#pages[number];
      if (page === undefined) break;
      const loaded = this.#loaded.get(number) ?? (await this.#fetch(page));
      if (mine !== this.#search || this.#closed) return null;
      if (loaded === null || !mayHold(page.carry + loaded.text, holds)) continue;
      wholeLines(page.carry + loaded.text).forEach((line, at) => {
        if (hits.length < mostHits && holds(plainText(line))) hits.push(page.firstLine + at);
      });
    }
    if (this.#rest !== '' && holds(plainText(this.#rest))) hits.push(this.count - 1);
    return hits;
  }

  close(): void {
    this.#closed = true;
  }

  async #pull(): Promise<void> {
    this.#pulling = true;
    const ahead: { readonly from: number; readonly answer: Promise<Result<Answer>> }[] = [];
    for (;;) {
      const from = this.#pages.at(-1)?.next ?? 0;
      if (this.#closed || from >= this.#wanted) break;
      // A page that ended in the middle of a character: what was asked ahead begins elsewhere.
      if (ahead[0]?.from !== from) ahead.length = 0;
      // Back-pressure: no more is asked for than a few pages behind the one that was taken in last.
      for (let next = from + ahead.length * pageBytes; ahead.length < askedAhead && next < this.#wanted; next += pageBytes) {
        ahead.push({ from: next, answer: this.ask(next, pageBytes) });
      }
      const answer = await (ahead.shift()?.answer ?? this.ask(from, pageBytes));
      if (this.#closed || !answer.ok || answer.value.next <= from) break;
      this.#take(from, answer.value);
      this.changed();
    }
    this.#pulling = false;
  }

  #take(from: number, answer: Answer): void {
    const last = this.#pages.at(-1);
    const number = this.#pages.length - 1;
    const before = this.#loaded.get(number);
    if (last !== undefined && before !== undefined && answer.next - last.from <= pageBytes) {
      this.#remember(number, { text: before.text + answer.text, arrived: [...before.arrived, ...answer.arrived], sheet: null });
      last.next = answer.next;
      this.#measure(last, before.text + answer.text);
      return;
    }
    const page: Page = { from, next: answer.next, firstLine: last === undefined ? 0 : last.firstLine + last.lines, lines: 0, carry: this.#rest, look: this.#restLook };
    this.#pages.push(page);
    this.#remember(number + 1, { text: answer.text, arrived: answer.arrived, sheet: null });
    this.#measure(page, answer.text);
  }

  #measure(page: Page, text: string): void {
    const all = page.carry + text;
    const end = all.lastIndexOf('\n') + 1;
    const lines = wholeLines(all);
    const seen = page.lines;
    page.lines = lines.length;
    this.#rest = all.slice(end, end + longestLine * 4);
    this.#restLook = lookAfter(all.slice(0, end), page.look);
    if (this.firstError >= 0 || !mayHold(text, (piece) => troubled.test(piece))) return;
    const found = lines.findIndex((line, at) => at >= seen && troubled.test(plainText(line)));
    if (found >= 0) this.firstError = page.firstLine + found;
  }

  #pageOf(index: number): number {
    let low = 0;
    let high = this.#pages.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#pages[middle]?.firstLine ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #remember(number: number, loaded: Loaded): void {
    this.#loaded.delete(number);
    this.#loaded.set(number, loaded);
    for (const old of this.#loaded.keys()) {
      if (this.#loaded.size <= keptPages) break;
      this.#loaded.delete(old);
    }
  }

  async #load(number: number, page: Page): Promise<void> {
    if (this.#asked.has(number)) return;
    this.#asked.add(number);
    const loaded = await this.#fetch(page);
    this.#asked.delete(number);
    if (this.#closed || loaded === null) return;
    this.#remember(number, loaded);
    this.changed();
  }

  async #fetch(page: Page): Promise<Loaded | null> {
    const answer = await this.ask(page.from, page.next - page.from);
    return answer.ok ? { text: answer.value.text, arrived: answer.value.arrived, sheet: null } : null;
  }
}

/** A page is looked at line by line only where it may hold what is sought; an escape may stand in the middle of a word. */
export function mayHold(text: string, holds: (text: string) => boolean): boolean {
  return text.includes('\u001b') || text.includes('\r') || holds(text);
}

/** The lines that are over. */
export function wholeLines(text: string): string[] {
  const lines = text.split('\n');
  lines.pop();
  return lines;
}
