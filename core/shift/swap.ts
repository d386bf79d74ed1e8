import { fail, ok, type Result } from '../errors';
import type { OverrideEntry } from '../workspace/files';
import { shiftOfOverride } from './rotation';
import { wallAt } from './zoned-time';

/** Who shall be on call instead of whoever it would be, from when to when (epoch ms), and why. */
export interface Swap {
  readonly who: string;
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

const minute = 60_000;

/** The swap as an entry of duty.yaml: wall times where the person lives, whole minutes. Fails where these cannot say it. */
export function overrideOf({ who, from, to, why }: Swap, timezone: string): Result<OverrideEntry> {
  const begins = Math.floor(from / minute) * minute;
  const ends = Math.floor(to / minute) * minute;
  if (ends <= begins) return fail('swap-backwards', { who });
  const entry: OverrideEntry = { who, from: written(begins, timezone), to: written(ends, timezone), why };
  const back = shiftOfOverride(entry, timezone);
  // In the hour that the clocks show twice, a wall time does not say which of the two is meant.
  return back.from === begins && back.to === ends ? ok(entry) : fail('swap-ambiguous', { from: entry.from, to: entry.to });
}

/** `2026-11-22 18:00`, as the clocks of a time zone show a moment. */
export function written(at: number, timezone: string): string {
  const { year, month, day, hour, minute: minutes } = wallAt(at, timezone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)} ${two(hour)}:${two(minutes)}`;
}
