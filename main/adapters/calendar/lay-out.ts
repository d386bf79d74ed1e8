import ICAL from 'ical.js';
import { personOf } from '../../../core/shift/person-of';
import type { Shift } from '../../../core/shift/shift';
import { wallFromMs, wallMs } from '../../../core/shift/zoned-time';
import type { FeedEntry } from '../../../core/workspace/files';
import { timeOf } from './calendar-zone';
import type { CalendarEvent, CalendarTime, Span } from './read-events';
import { UnreadableCalendar } from './unreadable-calendar';

/** More shifts than this in the time that is looked at are no rota. */
const shiftLimit = 10_000;
/** Repetitions that are counted through to get there, over all events: a daily event since 1970 has 20,000. */
const stepLimit = 200_000;

const dayMs = 86_400_000;

/** Where an occurrence would start by its series, and how long it would be. */
interface Occurrence {
  readonly wall: number;
  readonly moment: number;
  readonly span: Span | null;
}

/** Lays events out between two moments (epoch ms) as shifts, by start. Throws UnreadableCalendar. */
export function layOut(events: readonly CalendarEvent[], feed: FeedEntry, from: number, to: number): Shift[] {
  const shifts: Shift[] = [];
  const budget = { steps: stepLimit };
  const add = (event: CalendarEvent, start: CalendarTime, span: Span): void => {
    const begins = start.zone.toMoment(start.wall);
    const ends = start.zone.toMoment(start.wall + span.wall) + span.exact;
    if (ends <= begins || ends <= from || begins >= to) return;
    if (shifts.length >= shiftLimit) throw new UnreadableCalendar({ code: 'calendar-too-many' });
    shifts.push({ person: personOf(event.summary, event.attendees, feed.people), summary: event.summary, from: begins, to: ends, feed: feed.id });
  };

  for (const { series, changes } of newestBySeries(events)) {
    for (const change of changes) if (!change.cancelled) add(change, change.start, change.span);
    if (series === null || series.cancelled) continue;
    const replaced = changes.flatMap(({ replaces }) => (replaces === null ? [] : [replaces.at]));
    const gone = pointsOf([...series.removed, ...replaced], series);
    const longest = Math.max(...[series, ...changes].map(({ span }) => span.wall + span.exact));
    for (const occurrence of occurrencesOf(series, from - longest, to, budget)) {
      if (gone(occurrence)) continue;
      const later = latestChange(changes, occurrence.moment);
      if (later === null) {
        add(series, { ...series.start, wall: occurrence.wall }, occurrence.span ?? series.span);
      } else if (!later.event.cancelled) {
        // From this change on every occurrence moves by as much as the first one did.
        const moved = later.event.start.wall - later.at.zone.toWall(later.at.zone.toMoment(later.at.wall));
        add(later.event, { ...later.event.start, wall: later.event.start.zone.toWall(occurrence.moment) + moved }, later.event.span);
      }
    }
  }
  return shifts.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Events by UID; of several versions of one thing the highest SEQUENCE counts, and of equals the last in the file. */
function newestBySeries(events: readonly CalendarEvent[]): { series: CalendarEvent | null; changes: CalendarEvent[] }[] {
  const groups = new Map<string, Map<string, CalendarEvent>>();
  for (const event of events) {
    const group = groups.get(event.uid) ?? new Map<string, CalendarEvent>();
    groups.set(event.uid, group);
    const part = event.replaces === null ? 'series' : `${event.replaces.at.zone.toMoment(event.replaces.at.wall)}`;
    const known = group.get(part);
    if (known === undefined || event.sequence >= known.sequence) group.set(part, event);
  }
  return [...groups.values()].map((group) => ({ series: group.get('series') ?? null, changes: [...group.values()].filter(({ replaces }) => replaces !== null) }));
}

/** Whether an occurrence is at one of these points of EXDATE or RECURRENCE-ID: to the second, or by its day where a date is given. */
function pointsOf(points: readonly CalendarTime[], series: CalendarEvent): (occurrence: Occurrence) => boolean {
  const byDay = (point: CalendarTime): boolean => point.isDate && !series.start.isDate;
  const days = new Set(points.filter(byDay).map(({ wall }) => Math.floor(wall / dayMs)));
  const moments = new Set(points.filter((point) => !byDay(point)).map(({ wall, zone }) => zone.toMoment(wall)));
  return ({ wall, moment }) => moments.has(moment) || days.has(Math.floor(wall / dayMs));
}

function latestChange(changes: readonly CalendarEvent[], moment: number): { event: CalendarEvent; at: CalendarTime } | null {
  let best: { event: CalendarEvent; at: CalendarTime; since: number } | null = null;
  for (const event of changes) {
    if (event.replaces?.andLater !== true) continue;
    const { at } = event.replaces;
    const since = at.zone.toMoment(at.wall);
    if (since <= moment && (best === null || since > best.since)) best = { event, at, since };
  }
  return best;
}

/** The starts of a series between two moments, each once; a little more at both ends does no harm. */
function* occurrencesOf(series: CalendarEvent, from: number, to: number, budget: { steps: number }): Generator<Occurrence> {
  const seen = new Set<number>();
  const { zone } = series.start;
  for (const { start, span } of series.added) {
    const moment = start.zone.toMoment(start.wall);
    if (seen.has(moment)) continue;
    seen.add(moment);
    yield { wall: zone.toWall(moment), moment, span };
  }
  const walls = series.rules.length === 0 ? [[series.start.wall]] : series.rules.map((rule) => repetitions(series, rule, from - 2 * dayMs, to, budget));
  for (const each of walls) {
    for (const wall of each) {
      // Asking the time zone costs more than everything else; years that are over are skipped without.
      if (wall < from - 2 * dayMs) continue;
      const moment = zone.toMoment(wall);
      if (seen.has(moment)) continue;
      seen.add(moment);
      yield { wall, moment, span: null };
    }
  }
}

/** Wall times of one rule. The library counts hands of a clock only; where the clock hangs is reckoned outside of it. */
function* repetitions(series: CalendarEvent, rule: ICAL.Recur, from: number, to: number, budget: { steps: number }): Generator<number> {
  const { start } = series;
  const counted = rule.clone();
  if (rule.until instanceof ICAL.Time) counted.until = timeOf(wallFromMs(untilWall(rule.until, start)), start.isDate);
  // A day is more than any zone is away from another: no start after this can be before `to`.
  const last = to + 2 * dayMs;
  const iterator = counted.iterator(timeOf(wallFromMs(start.wall + skipped(rule, start.wall, from)), start.isDate));
  for (let next = iterator.next() as ICAL.Time | null | undefined; next !== null && next !== undefined; next = iterator.next() as ICAL.Time | null | undefined) {
    budget.steps -= 1;
    if (budget.steps < 0) throw new UnreadableCalendar({ code: 'calendar-too-slow' });
    const { year, month, day, hour, minute, second } = next;
    const wall = wallMs({ year, month, day, hour, minute, second });
    if (wall > last) return;
    yield wall;
  }
}

/**
 * How much of a series can be left out before `from`, ms: whole turns of its interval, so that every later start stays
 * where it is. Nothing where repetitions are counted, or where turns differ in length.
 */
function skipped({ freq, interval, count }: ICAL.Recur, start: number, from: number): number {
  const unit = { HOURLY: 3_600_000, DAILY: dayMs, WEEKLY: 7 * dayMs }[String(freq)];
  if (unit === undefined || (count ?? 0) > 0) return 0;
  const turn = unit * interval;
  return Math.max(0, Math.floor((from - start) / turn) - 1) * turn;
}

/** UNTIL on the clock of the series: it is written in UTC, and a date there means the whole day. */
function untilWall(until: ICAL.Time, start: CalendarTime): number {
  const { year, month, day, hour, minute, second, isDate } = until;
  const wall = wallMs({ year, month, day, hour, minute, second });
  if (isDate) return start.isDate ? wall : wall + dayMs - 1_000;
  return until.zone === ICAL.Timezone.utcTimezone ? start.zone.toWall(wall) : wall;
}
