import type { OverrideEntry, RotationEntry } from '../workspace/files';
import { dayStart } from './away';
import { without, type Stretch } from './rota';
import type { Shift } from './shift';
import { dateOf, dayNumber, momentOf, wallAt } from './zoned-time';

/** The number of a calendar day, `2026-11-22`. */
function dayOf(text: string): number {
  const [year = 1970, month = 1, day = 1] = text.split('-').map(Number);
  return dayNumber(year, month, day);
}

function momentAt(day: number, clockTime: string, timezone: string): number {
  const [hour = 0, minute = 0] = clockTime.split(':').map(Number);
  return momentOf({ ...dateOf(day), hour, minute, second: 0 }, timezone);
}

/**
 * The shifts of a rotation that touch a stretch of time (epoch ms). Turns are counted in calendar days from `start`, in
 * the rotation's zone, so a hand-over at 09:00 is at 09:00 in the week in which the clocks change. With `until`, a shift
 * ends at that hour of the same day (or the next, where it is not later): several such rotations follow the sun.
 */
export function shiftsOfRotation(rotation: RotationEntry, { from, to }: Stretch, timezone: string): Shift[] {
  const { id, people, start, every, handover, until } = rotation;
  const zone = rotation.timezone ?? timezone;
  const length = every === 'weekly' ? 7 : 1;
  const first = dayOf(start);
  const { year, month, day } = wallAt(from, zone);
  const today = dayNumber(year, month, day);
  const shifts: Shift[] = [];
  for (let turn = Math.max(0, Math.floor((today - first) / length) - 1); ; turn += 1) {
    const person = people[turn % people.length];
    const begins = first + turn * length;
    if (person === undefined || momentAt(begins, handover, zone) >= to) break;
    // Whole turns touch each other; those with an end of their own come once a day.
    const days = until === undefined ? [begins] : Array.from({ length }, (_, nth) => begins + nth);
    for (const each of days) {
      const ends = until === undefined ? momentAt(begins + length, handover, zone) : momentAt(until > handover ? each : each + 1, until, zone);
      const shift = { person, summary: id, from: momentAt(each, handover, zone), to: ends, feed: id };
      if (shift.from < to && shift.to > from && shift.from < shift.to) shifts.push(shift);
    }
  }
  return shifts;
}

/** Names duty.yaml's own overrides where a shift names the calendar that it is from. */
export const overrideFeed = 'duty.yaml';

/** Somebody instead of whoever the calendars and rotations name: whole days, or between two moments, where they live. */
export function shiftOfOverride({ who, from, to, why }: OverrideEntry, timezone: string): Shift {
  return { person: who, summary: why, from: momentIn(from, timezone, 0), to: momentIn(to, timezone, 1), feed: overrideFeed };
}

/** Several of them: what was written later stands, whatever the earlier ones say of that time. */
export function shiftsOfOverrides(entries: readonly OverrideEntry[], zoneOf: (person: string) => string): Shift[] {
  const shifts = entries.map((entry) => shiftOfOverride(entry, zoneOf(entry.who)));
  return shifts.flatMap((shift, index) => without(shift, shifts.slice(index + 1)));
}

/** `2026-11-22` (its beginning, or its end where `days` is 1) or `2026-11-22 18:00`. */
function momentIn(written: string, timezone: string, days: 0 | 1): number {
  const [day = '', clockTime] = written.split(' ');
  return clockTime === undefined ? dayStart(day, timezone, days) : momentAt(dayOf(day), clockTime, timezone);
}
