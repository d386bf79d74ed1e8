import { z } from 'zod';
import type { Shift } from './shift';

const day = 86_400_000;
/** What is counted of a calendar, ms ahead. */
const ahead = 30 * day;
/** Fewer shifts than this may halve without a word: one of two is a holiday. */
const fewest = 4;
/** A calendar that ends earlier than before by less than this is no news, ms. */
const sooner = 7 * day;

/** How much of the future a calendar fills. */
export const shapeSchema = z.strictObject({
  /** Shifts that run or begin within the next 30 days. */
  shifts: z.number().int(),
  /** Time that they cover within these, ms, each moment once. */
  covered: z.number(),
  /** End of the last shift that is known, epoch ms; null where none is ahead. */
  until: z.number().nullable(),
});
export type CalendarShape = z.infer<typeof shapeSchema>;

/** What is left of a calendar at `now` (epoch ms). */
export function shapeOf(shifts: readonly Shift[], now: number): CalendarShape {
  const left = shifts.filter(({ to }) => to > now);
  const soon = left.filter(({ from }) => from < now + ahead).sort((a, b) => a.from - b.from);
  let covered = 0;
  let reached = now;
  for (const { from, to } of soon) {
    const begin = Math.max(from, reached);
    const end = Math.min(to, now + ahead);
    if (end > begin) covered += end - begin;
    reached = Math.max(reached, end);
  }
  return { shifts: soon.length, covered, until: left.reduce<number | null>((last, { to }) => Math.max(last ?? to, to), null) };
}

/**
 * Whether a calendar that reads well holds oddly less than it did. Either of two: fewer than half of at least four shifts
 * in the next 30 days, and less time covered by them (the same weeks in longer shifts are no loss); or its end came a week
 * closer at least, and to less than half of the way.
 */
export function hasShrunk(before: CalendarShape, after: CalendarShape, now: number): boolean {
  const fewer = before.shifts >= fewest && after.shifts * 2 < before.shifts && after.covered < before.covered;
  const end = Math.max(after.until ?? now, now);
  const shorter = before.until !== null && before.until - end >= sooner && (end - now) * 2 < before.until - now;
  return fewer || shorter;
}
