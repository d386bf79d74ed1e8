import { sentence } from '../../../core/journal/codes';
import type { Entry, EntryView } from '../../../core/journal/entry';
import { entryOrder } from '../../../core/journal/entry-order';
import { parseLine } from '../../../core/journal/line';
import type { Journal } from '../../ports/journal';
import type { JournalFolder } from './journal-folder';

type Query = Parameters<Journal['page']>[0];
type Page = Awaited<ReturnType<Journal['page']>>;

/** A view and where it stands in the order of all writers. */
interface Placed {
  readonly order: string;
  readonly view: EntryView;
}

/** Entries looked at for one page at most: a search for something rare comes in several short pages. */
const scanLimit = 20_000;
const keptSegments = 24;

/** An entry as the screen lists it, in both languages. */
export function entryView(entry: Entry): EntryView {
  const { seq, at, hlc, op, dev, code, data, alg } = entry;
  const words = { en: sentence(code, op, data, 'en'), ko: sentence(code, op, data, 'ko') };
  return { writer: `${op}.${dev}`, seq, at, hlc, op, dev, code, ...words, data, alg };
}

/** Merges all writers' journals, newest first by the hybrid clock, and reads only as much as a page needs. */
export class JournalPages {
  private readonly segments = new Map<string, { readonly bytes: number; readonly placed: readonly Placed[] }>();

  constructor(private readonly folder: JournalFolder) {}

  async page(query: Query): Promise<Page> {
    const tails = await Promise.all((await this.folder.writers()).map((writer) => this.backwards(writer, query.before)));
    const entries: EntryView[] = [];
    const wanted = matcher(query);
    let last: string | null = null;
    for (let scanned = 0; entries.length < query.limit && scanned < scanLimit; scanned += 1) {
      const newest = tails.reduce<Tail | null>((best, tail) => (ahead(tail, best) ? tail : best), null);
      const placed = newest?.peek() ?? null;
      if (newest === null || placed === null) return { entries, next: null };
      if (wanted(placed.view)) entries.push(placed.view);
      last = placed.order;
      await newest.drop();
    }
    return { entries, next: last };
  }

  /** The highest clock reading in anybody's journal, so that ours does not fall behind what we have seen. */
  async latestClocks(): Promise<readonly string[]> {
    const tails = await Promise.all((await this.folder.writers()).map((writer) => this.backwards(writer, null)));
    return tails.map((tail) => tail.peek()?.order.slice(0, 17) ?? '').filter((clock) => clock !== '');
  }

  private async backwards(writer: string, before: string | null): Promise<Tail> {
    const files = [...(await this.folder.files(writer))].reverse();
    const tail = new Tail(files, (file) => this.segment(writer, file), before);
    await tail.fill();
    return tail;
  }

  private async segment(writer: string, file: string): Promise<readonly Placed[]> {
    const name = `${writer}/${file}`;
    const { bytes, lines } = await this.folder.lines(writer, file);
    const known = this.segments.get(name);
    if (known?.bytes === bytes) return known.placed;
    const placed: Placed[] = [];
    for (const line of lines) {
      const parsed = line.whole ? parseLine(line.text) : null;
      // A line that does not hold is `verify`'s to name; the list shows what can be read, under its folder's name.
      if (parsed?.ok !== true) continue;
      placed.push({ order: entryOrder({ ...parsed.entry, writer }), view: { ...entryView(parsed.entry), writer } });
    }
    this.segments.set(name, { bytes, placed });
    const [oldest] = this.segments.keys();
    if (this.segments.size > keptSegments && oldest !== undefined) this.segments.delete(oldest);
    return placed;
  }
}

/** One writer's journal, read from its end. */
class Tail {
  private rest: Placed[] = [];

  constructor(
    private readonly files: string[],
    private readonly read: (file: string) => Promise<readonly Placed[]>,
    private readonly before: string | null,
  ) {}

  peek(): Placed | null {
    return this.rest.at(-1) ?? null;
  }

  async drop(): Promise<void> {
    this.rest.pop();
    if (this.rest.length === 0) await this.fill();
  }

  async fill(): Promise<void> {
    for (let file = this.files.shift(); file !== undefined; file = this.files.shift()) {
      const placed = await this.read(file);
      this.rest = placed.filter(({ order }) => this.before === null || order < this.before);
      if (this.rest.length > 0) return;
    }
  }
}

function ahead(tail: Tail, best: Tail | null): boolean {
  const placed = tail.peek();
  if (placed === null) return false;
  const other = best?.peek() ?? null;
  return other === null || placed.order > other.order;
}

function matcher(query: Query): (view: EntryView) => boolean {
  const text = query.text?.toLowerCase() ?? null;
  return (view) =>
    (query.code === null || view.code === query.code) &&
    (query.op === null || view.op === query.op) &&
    (text === null || `${view.en}\n${view.ko}\n${view.code}\n${JSON.stringify(view.data)}`.toLowerCase().includes(text));
}
