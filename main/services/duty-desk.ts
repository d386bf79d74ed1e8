import { failure, type Failure } from '../../core/errors';
import type { Blind } from '../../core/ipc/frame';
import { ladderOf } from '../../core/escalation/ladder';
import { awayAt } from '../../core/shift/away';
import { isAwake } from '../../core/shift/awake';
import { gapsBetween, nextOnCall, onCallAt, onCallUntil, overlapsBetween, rotaOf, type FeedShifts } from '../../core/shift/rota';
import { shiftsOfOverrides, shiftsOfRotation } from '../../core/shift/rotation';
import type { Duty, Shift } from '../../core/shift/shift';
import { shapeOf } from '../../core/shift/shrunk';
import { written as writtenMoment } from '../../core/shift/swap';
import { createSignal } from '../../core/signal';
import type { FeedEntry } from '../../core/workspace/files';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel } from '../ports/schedule';
import { createShrinkWatch, type Shrunk } from './duty/shrink-watch';
import { createDutyFeed, type DutyFeed, type DutyFeedPorts, type Window } from './duty/duty-feed';

const day = 86_400_000;
/** How far ahead gaps and shifts are shown. */
const horizon = 30 * day;
/** How often feeds that are due are read and hand-overs noticed, ms. */
const tick = 10_000;

export interface DutyDeskPorts extends DutyFeedPorts {
  readonly workspace: CurrentWorkspace;
  /** Null until the journal is open; what happened before is told when it is. */
  readonly journal: () => Journal | null;
}

/** Who is on call: from the calendars, and from their last good copies while they cannot be read. */
export interface DutyDesk {
  /** Takes up the last good copies, then reads every feed once. Resolves when somebody can be named. */
  start(): Promise<void>;
  /** Reads every feed now. */
  refresh(): Promise<void>;
  /** At `at` (epoch ms; default now) and for the 30 days after it. */
  view(at?: number): Duty;
  /** The known person who is on call, and until when without a break. */
  onDuty(at?: number): { readonly person: string; readonly until: number } | null;
  /** A calendar that holds oddly less than before; null where it does not, or where that was accepted. */
  shrunk(feed: string): Shrunk | null;
  /** A person accepts what such a calendar holds now; the journal has it. */
  acceptShrunk(feed: string): void;
  /** An entry of another console's journal. */
  hear(entry: { readonly at: number; readonly code: string; readonly data: Readonly<Record<string, unknown>> }): void;
  blind(): readonly Blind[];
  onChanged(listener: () => void): Cancel;
  close(): void;
}

export function createDutyDesk(ports: DutyDeskPorts): DutyDesk {
  const { workspace, journal, clock, schedule } = ports;
  const changed = createSignal();
  const stops: Cancel[] = [];
  let feeds: DutyFeed[] = [];
  /** Feeds whose loss stands in the journal, and since when. */
  const told = new Map<string, number>();
  const shrinking = createShrinkWatch(journal);
  let lastMark = '';
  let closed = false;

  const zone = (): string => workspace.get().settings.timezone;
  const window = (): Window => ({ from: clock.now() - 2 * day, to: clock.now() + 2 * horizon });

  /** The frame asks many times a second; the rota changes with the feeds only. */
  let known: { readonly from: readonly (readonly Shift[])[]; readonly rota: Shift[] } = { from: [], rota: [] };
  const rota = (): Shift[] => {
    const from = [...feeds.map((feed) => feed.shifts()), written()];
    if (from.length !== known.from.length || from.some((shifts, index) => shifts !== known.from[index])) {
      known = { from, rota: rotaOf([...feeds.map((feed) => ({ overrides: feed.entry.overrides, shifts: feed.shifts() })), ...turns(window())]) };
    }
    return known.rota;
  };

  /** What duty.yaml itself says: its rotations, and whoever it names instead. */
  const turns = (stretch: Window): readonly FeedShifts[] => {
    const { duty, people } = workspace.get();
    const zoneOf = (person: string): string => people.find(({ id }) => id === person)?.timezone ?? zone();
    return [
      ...duty.rotations.map((rotation) => ({ overrides: false, shifts: shiftsOfRotation(rotation, stretch, zone()) })),
      { overrides: true, shifts: shiftsOfOverrides(duty.overrides, zoneOf) },
    ];
  };

  /** Its turns as one list that stays the same until the file, a zone or the day is another. */
  let laidOut: { readonly mark: string; readonly shifts: readonly Shift[] } = { mark: '', shifts: [] };
  const written = (): readonly Shift[] => {
    const { duty, people } = workspace.get();
    const zones = people.map(({ id, timezone }) => [id, timezone]);
    const mark = JSON.stringify([duty.rotations, duty.overrides, zone(), zones, Math.floor(clock.now() / day)]);
    if (laidOut.mark !== mark) laidOut = { mark, shifts: turns(window()).flatMap(({ shifts }) => shifts) };
    return laidOut.shifts;
  };

  const rotaAt = (at: number): Shift[] => {
    if (at >= clock.now() - day && at <= clock.now() + horizon - day) return rota();
    const around = { from: at - 2 * day, to: at + horizon + day };
    return rotaOf([...feeds.map((feed) => ({ overrides: feed.entry.overrides, shifts: feed.shiftsIn(around, zone()) })), ...turns(around)]);
  };

  const tellJournal = (): void => {
    const book = journal();
    if (book === null) return;
    for (const feed of feeds) {
      const { id } = feed.entry;
      const since = feed.lostSince();
      const known = told.get(id);
      const { problem, readAt } = feed.health();
      if (since !== null && problem !== null && known === undefined) {
        told.set(id, since);
        book.appendLate('DUTY-FEED-LOST', { feed: id, problem: problem.code, lastGood: readAt });
      } else if (since === null && known !== undefined) {
        told.delete(id);
        book.appendLate('DUTY-FEED-BACK', { feed: id, since: known });
      }
    }
  };

  /** Tells listeners when who is on call, what is planned or what is known of the feeds is another than last told. */
  const announce = (): void => {
    if (closed) return;
    tellJournal();
    const { now, next, upcoming, gaps, feeds: health, timezone } = view(clock.now());
    const mark = JSON.stringify([now?.person, now?.summary, now?.to, next?.person, next?.from, timezone, gaps.slice(1), health.map(({ id, state, problem, shrunk }) => [id, state, problem, shrunk]), upcoming.map(({ person, from, to, summary }) => [person, from, to, summary])]);
    if (mark === lastMark) return;
    lastMark = mark;
    changed.emit();
  };

  const read = async (which: readonly DutyFeed[]): Promise<void> => {
    await Promise.all(
      which.map(async (feed) => {
        const { id } = feed.entry;
        const before = feed.health().state === 'missing' ? null : shapeOf(feed.shifts(), clock.now());
        await feed.refresh(workspace.get().root, window(), zone());
        if (feed.lostSince() === null && feeds.includes(feed)) shrinking.read(id, before, shapeOf(feed.shifts(), clock.now()), clock.now());
        announce();
      }),
    );
  };

  /** Takes up changed feeds; a feed that stays the same keeps its copy. */
  const follow = async (): Promise<void> => {
    const same = (a: FeedEntry, b: FeedEntry): boolean => JSON.stringify(a) === JSON.stringify(b);
    const entries = workspace.get().duty.feeds;
    const fresh: DutyFeed[] = [];
    feeds = entries.map((entry) => {
      const known = feeds.find((feed) => same(feed.entry, entry));
      if (known !== undefined) return known;
      const made = createDutyFeed(entry, ports);
      fresh.push(made);
      return made;
    });
    shrinking.keepOnly(entries.map(({ id }) => id));
    for (const id of told.keys()) if (!entries.some((entry) => entry.id === id)) told.delete(id);
    await Promise.all(fresh.map((feed) => feed.recall(window(), zone())));
    announce();
    await read(fresh);
  };

  function view(at: number): Duty {
    const shifts = rotaAt(at);
    const until = at + horizon;
    const now = onCallAt(shifts, at);
    // Where a calendar was never read, nobody knows whether there is a gap (law 2): the feed itself is shown as missing.
    const seen = feeds.length + workspace.get().duty.rotations.length > 0 && feeds.every((feed) => feed.entry.overrides || feed.health().state !== 'missing');
    return {
      now: now === null ? null : { ...now, to: onCallUntil(shifts, now) },
      next: nextOnCall(shifts, at),
      upcoming: shifts.filter((shift) => shift.to > at && shift.from < until),
      gaps: seen ? gapsBetween(shifts, at, until) : [],
      overlaps: overlapsBetween(shifts, at, until).map((overlap) => ({ ...overlap, people: [...overlap.people] })),
      feeds: feeds.map((feed) => {
        const problem = shrunkFailure(feed.entry.id);
        return problem === null ? feed.health() : { ...feed.health(), shrunk: problem };
      }),
      ladder: ladder(now?.person ?? null, nextOnCall(shifts, at)?.person ?? null, at),
      timezone: zone(),
    };
  }

  function shrunkFailure(feed: string): Failure | null {
    const known = shrinking.of(feed);
    if (known === null) return null;
    const { before, after } = known;
    return failure('calendar-shrunk', { feed, before: before.shifts, after: after.shifts, until: after.until === null ? '-' : writtenMoment(after.until, zone()) });
  }

  /** Whom a 911 would ring now, level by level. */
  function ladder(now: string | null, next: string | null, at: number): NonNullable<Duty['ladder']> {
    const { people, sirens, duty, settings } = workspace.get();
    return ladderOf(duty).levels.map(({ who, after }) => {
      const id = who === 'on-duty' ? now : who === 'next-on-duty' ? next : who;
      const person = people.find((each) => each.id === id);
      const away = id === null ? null : awayAt(duty.away, id, person?.timezone ?? settings.timezone, at);
      return { who, person: id, after, away: away?.why ?? null, awake: person !== undefined && isAwake(person, sirens, at) };
    });
  }

  return {
    start: async () => {
      await journal()?.replay((entry) => {
        shrinking.recall(entry);
      });
      stops.push(
        workspace.onChanged(() => void follow()),
        schedule.every(tick, () => {
          void read(feeds.filter((feed) => feed.isDue()));
          announce();
        }),
      );
      await follow();
    },
    refresh: () => read(feeds),
    view: (at = clock.now()) => view(at),
    onDuty: (at = clock.now()) => {
      const shifts = rotaAt(at);
      const now = onCallAt(shifts, at);
      return now === null || now.person === null ? null : { person: now.person, until: onCallUntil(shifts, now) };
    },
    shrunk: (feed) => shrinking.of(feed),
    acceptShrunk: (feed) => {
      shrinking.accept(feed, clock.now());
      announce();
    },
    hear: (entry) => {
      if (entry.code !== 'DUTY-FEED-ACCEPTED') return;
      shrinking.hear(entry);
      announce();
    },
    blind: () =>
      feeds.flatMap((feed): Blind[] => {
        const { id } = feed.entry;
        const since = feed.lostSince();
        const { problem } = feed.health();
        const less = shrunkFailure(id);
        return [
          ...(since === null || problem === null ? [] : [{ id: `calendar:${id}`, kind: 'calendar' as const, name: id, since, problem }]),
          ...(less === null ? [] : [{ id: `shrunk:${id}`, kind: 'calendar' as const, name: id, since: shrinking.of(id)?.since ?? clock.now(), problem: less }]),
        ];
      }),
    onChanged: changed.on,
    close: () => {
      closed = true;
      for (const stop of stops.splice(0)) stop();
      changed.clear();
    },
  };
}
