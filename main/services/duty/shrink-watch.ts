import { shiftEntries } from '../../../core/shift/entries';
import { hasShrunk, type CalendarShape } from '../../../core/shift/shrunk';
import type { Journal } from '../../ports/journal';

/** What somebody on another console accepted this lately is not asked of everybody again, ms. */
const acceptedLasts = 86_400_000;

/** A calendar that shrank oddly: what it held and what it holds, and since when (epoch ms) it is said. */
export interface Shrunk {
  readonly before: CalendarShape;
  readonly after: CalendarShape;
  readonly since: number;
}

/** An entry of this console's journal, or of another's. */
interface Told {
  readonly at: number;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Which calendars shrank oddly, until somebody accepts it or they grow again. */
export interface ShrinkWatch {
  /** Takes up this console's own entry from before a restart. */
  recall(entry: Told): void;
  /** Another console's entry: only what a person accepted counts for all. */
  hear(entry: Told): void;
  /** A calendar was read well; `before` is null where it was never read before. */
  read(feed: string, before: CalendarShape | null, after: CalendarShape, now: number): void;
  of(feed: string): Shrunk | null;
  /** A person accepts what is there now; it is in the journal. */
  accept(feed: string, now: number): void;
  keepOnly(feeds: readonly string[]): void;
}

/** @param journal null until it is open: what is read before that is compared with the next reading */
export function createShrinkWatch(journal: () => Journal | null): ShrinkWatch {
  const shrunk = new Map<string, Shrunk>();
  const accepted = new Map<string, { readonly at: number; readonly shifts: number }>();

  const takeAccepted = ({ at, code, data }: Told): void => {
    if (code !== 'DUTY-FEED-ACCEPTED') return;
    const read = shiftEntries[code].data.safeParse(data);
    if (!read.success) return;
    // Every console's journal is told from its beginning at each start: what was accepted long ago says nothing of today.
    const { feed, after } = read.data;
    if (at < (shrunk.get(feed)?.since ?? -Infinity) || at < (accepted.get(feed)?.at ?? -Infinity)) return;
    accepted.set(feed, { at, shifts: after.shifts });
    shrunk.delete(feed);
  };

  return {
    recall(entry) {
      takeAccepted(entry);
      const { at, code, data } = entry;
      if (code === 'DUTY-FEED-SHRUNK') {
        const read = shiftEntries[code].data.safeParse(data);
        if (read.success) shrunk.set(read.data.feed, { before: read.data.before, after: read.data.after, since: at });
      } else if (code === 'DUTY-FEED-GREW') {
        const read = shiftEntries[code].data.safeParse(data);
        if (read.success) shrunk.delete(read.data.feed);
      }
    },
    hear: takeAccepted,
    read(feed, before, after, now) {
      const book = journal();
      if (book === null) return;
      const known = shrunk.get(feed);
      if (known !== undefined) {
        if (hasShrunk(known.before, after, now)) shrunk.set(feed, { ...known, after });
        else {
          shrunk.delete(feed);
          book.appendLate('DUTY-FEED-GREW', { feed, after });
        }
        return;
      }
      const agreed = accepted.get(feed);
      const isAgreed = agreed !== undefined && now - agreed.at < acceptedLasts && after.shifts >= agreed.shifts;
      if (before === null || isAgreed || !hasShrunk(before, after, now)) return;
      shrunk.set(feed, { before, after, since: now });
      book.appendLate('DUTY-FEED-SHRUNK', { feed, before, after });
    },
    of: (feed) => shrunk.get(feed) ?? null,
    accept(feed, now) {
      const known = shrunk.get(feed);
      if (known === undefined) return;
      accepted.set(feed, { at: now, shifts: known.after.shifts });
      shrunk.delete(feed);
    },
    keepOnly(feeds) {
      for (const feed of shrunk.keys()) if (!feeds.includes(feed)) shrunk.delete(feed);
    },
  };
}
