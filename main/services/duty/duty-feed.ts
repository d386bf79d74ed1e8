import { z } from 'zod';
import { fail, ok, type Failure, type Result } from '../../../core/errors';
import type { FeedHealth, Shift } from '../../../core/shift/shift';
import type { FeedEntry } from '../../../core/workspace/files';
import type { Calendar } from '../../ports/calendar';
import type { Clock } from '../../ports/clock';
import type { Schedule } from '../../ports/schedule';
import type { Store } from '../../ports/store';

/** The store's space for last good copies, by feed id. */
const space = 'duty';
/** A file of the workspace is looked at this often, ms; it costs nothing. */
const fileEvery = 30_000;
/** A feed that failed is asked again after this, ms. */
const retryAfter = 60_000;
/** A feed that has not answered by then has not answered, ms. */
const patience = 45_000;
/** An unchanged copy is stored again this seldom, ms: only its age is new. */
const storeEvery = 900_000;
/** A calendar that took too long is tried again after this, ms: the machine may have been busy with something else. */
const slowAgainAfter = 600_000;
/** The same text is laid out anew this seldom, ms: the window moves with time. */
const layOutEvery = 86_400_000;

const none: readonly Shift[] = [];

const copySchema = z.object({ source: z.string(), readAt: z.number(), text: z.string() });

/** A stretch of time that shifts are laid out for, epoch ms. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface DutyFeedPorts {
  readonly calendar: Calendar;
  readonly store: Store;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

/** One calendar feed with its last good copy. */
export interface DutyFeed {
  readonly entry: FeedEntry;
  /** What it says, laid out for the window of the last refresh. */
  shifts(): readonly Shift[];
  /** Lays the copy in use out for another time. */
  shiftsIn(window: Window, timezone: string): readonly Shift[];
  health(): FeedHealth & { readonly problem: Failure | null };
  /** Since when it cannot be read, epoch ms; null while it can. */
  lostSince(): number | null;
  isDue(): boolean;
  /** Takes up the copy of the last session, so that somebody is on call before the network is there. */
  recall(window: Window, timezone: string): Promise<void>;
  /** Reads anew; a failure keeps what was there. */
  refresh(root: string, window: Window, timezone: string): Promise<void>;
}

/** Where a feed's text comes from: a copy from elsewhere is somebody else's calendar. */
function sourceOf(entry: FeedEntry): string {
  return entry.file === undefined ? `url ${entry.url ?? ''}` : `file ${entry.file}`;
}

export function createDutyFeed(entry: FeedEntry, { calendar, store, clock, schedule }: DutyFeedPorts): DutyFeed {
  let copy: { readonly text: string; readonly readAt: number } | null = null;
  let laidOut: { readonly text: string; readonly timezone: string; readonly from: number; readonly shifts: readonly Shift[] } | null = null;
  let problem: Failure | null = null;
  let lostSince: number | null = null;
  let dueAt = 0;
  let storedAt: number | null = null;
  let reading: Promise<void> | null = null;
  /** A text that took too long is left alone for a while: each try holds everything else up. */
  let tooSlow: { readonly text: string; readonly until: number } | null = null;

  const fetched = (root: string): Promise<Result<string>> =>
    new Promise((resolve, reject) => {
      const cancel = schedule.after(patience, () => {
        resolve(fail('calendar-no-answer', { feed: entry.id, seconds: patience / 1_000 }));
      });
      calendar.fetch(entry, root).finally(cancel).then(resolve, reject);
    });

  const expand = (text: string, window: Window, timezone: string): Result<readonly Shift[]> => {
    if (text === tooSlow?.text && clock.mono() < tooSlow.until) return fail('calendar-too-slow', { feed: entry.id });
    const shifts = calendar.expand(text, entry, timezone, window.from, window.to);
    if (!shifts.ok && shifts.error.code === 'calendar-too-slow') tooSlow = { text, until: clock.mono() + slowAgainAfter };
    return shifts;
  };

  /** Lays a text out for the window, unless that was done within the last day: the window reaches further than it is used. */
  const layOut = (text: string, window: Window, timezone: string): Result<void> => {
    const same = laidOut !== null && laidOut.text === text && laidOut.timezone === timezone && Math.abs(window.from - laidOut.from) < layOutEvery;
    if (same) return ok(undefined);
    const shifts = expand(text, window, timezone);
    if (!shifts.ok) return shifts;
    laidOut = { text, timezone, from: window.from, shifts: shifts.value };
    return ok(undefined);
  };

  const lost = (why: Failure, window: Window, timezone: string): void => {
    problem = why;
    lostSince ??= clock.now();
    dueAt = clock.mono() + retryAfter;
    if (copy !== null) layOut(copy.text, window, timezone);
  };

  const keep = async (text: string): Promise<void> => {
    const now = clock.now();
    const changed = copy?.text !== text;
    copy = { text, readAt: now };
    if (!changed && storedAt !== null && now - storedAt < storeEvery) return;
    storedAt = now;
    // The store is a cache: without it the copy is merely gone after a restart, which is no reason to lose it now.
    await store.put(space, [{ key: entry.id, value: JSON.stringify({ source: sourceOf(entry), readAt: now, text }) }]).catch(() => undefined);
  };

  const refresh = async (root: string, window: Window, timezone: string): Promise<void> => {
    const text = await fetched(root);
    if (!text.ok) {
      lost(text.error, window, timezone);
      return;
    }
    const done = layOut(text.value, window, timezone);
    if (!done.ok) {
      lost(done.error, window, timezone);
      return;
    }
    problem = null;
    lostSince = null;
    dueAt = clock.mono() + (entry.file === undefined ? entry.every : fileEvery);
    await keep(text.value);
  };

  return {
    entry,
    shifts: () => laidOut?.shifts ?? none,
    shiftsIn: (window, timezone) => {
      const shifts = copy === null ? null : expand(copy.text, window, timezone);
      return shifts?.ok === true ? shifts.value : [];
    },
    health: () => ({ id: entry.id, state: copy === null ? 'missing' : problem === null ? 'fresh' : 'last-good', readAt: copy?.readAt ?? null, problem }),
    lostSince: () => lostSince,
    isDue: () => reading === null && clock.mono() >= dueAt,
    recall: async (window, timezone) => {
      const stored = await store.get(space, entry.id).catch(() => null);
      const parsed = copySchema.safeParse(stored === null ? null : readJson(stored));
      if (copy !== null || !parsed.success || parsed.data.source !== sourceOf(entry)) return;
      const { text, readAt } = parsed.data;
      if (layOut(text, window, timezone).ok) copy = { text, readAt };
    },
    refresh: (root, window, timezone) => {
      reading ??= refresh(root, window, timezone).finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
