import type { AwayEntry } from '../workspace/files';
import { dateOf, dayNumber, momentOf } from './zoned-time';

/** Midnight that begins a calendar day (`2026-11-22`) in a time zone, epoch ms; `days` later where given. */
export function dayStart(day: string, timezone: string, days = 0): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  // Days are counted on the calendar, not in hours: a day of 23 or 25 hours is one day.
  return momentOf({ ...dateOf(dayNumber(year, month, date) + days), hour: 0, minute: 0, second: 0 }, timezone);
}

/** Why somebody is away at a moment, and when they are back: whole days, where they live. Null while they are there. */
export function awayAt(entries: readonly AwayEntry[], person: string, timezone: string, at: number): { readonly back: number; readonly why: string } | null {
  const theirs = entries.filter(({ who }) => who === person);
  const hit = theirs.find(({ from, to }) => dayStart(from, timezone) <= at && at < dayStart(to, timezone, 1));
  if (hit === undefined) return null;
  const back = dayStart(hit.to, timezone, 1);
  // A holiday that another one follows ends with the last of them.
  const more = awayAt(theirs.filter((each) => each !== hit), person, timezone, back);
  return { back: more?.back ?? back, why: hit.why };
}
