/** What a clock on the wall shows: a calendar date and a time of day, without saying where. */
export interface WallTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const dayMs = 86_400_000;

/** Days from 1970-01-01 to a date of the Gregorian calendar; years are counted from March, so that leap days come last. */
export function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The wall time as if it were UTC, epoch ms: for reckoning with wall times, where a day always has 24 hours. */
export function wallMs({ year, month, day, hour, minute, second }: WallTime): number {
  return dayNumber(year, month, day) * dayMs + hour * 3_600_000 + minute * 60_000 + second * 1_000;
}

/** The other way round. */
export function wallFromMs(ms: number): WallTime {
  const days = Math.floor(ms / dayMs);
  const rest = ms - days * dayMs;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1_000) % 60,
  };
}

/** The date of a day that is counted as by `dayNumber`, and its weekday: 0 is Sunday. */
export function dateOf(days: number): Pick<WallTime, 'year' | 'month' | 'day'> & { readonly weekday: number } {
  const { year, month, day } = wallFromMs(days * dayMs);
  return { year, month, day, weekday: (((days + 4) % 7) + 7) % 7 };
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  clocks.set(zone, made);
  return made;
}

/** What the clocks of an IANA zone show at a moment (epoch ms). Throws a RangeError for a zone that does not exist. */
export function wallAt(moment: number, zone: string): WallTime {
  const parts = Object.fromEntries(clockOf(zone).formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/** The offset of an IANA zone at a moment, ms ahead of UTC. */
export function offsetAt(moment: number, zone: string): number {
  return wallMs(wallAt(moment, zone)) - Math.floor(moment / 1_000) * 1_000;
}

/**
 * The moment (epoch ms) at which the clocks of an IANA zone show a wall time. Shown twice (clocks go back): the first
 * one. Never shown (clocks go forward): as if they had not, so an hour later on the new clock. RFC 5545, 3.3.5.
 */
export function momentOf(wall: WallTime, zone: string): number {
  const shown = wallMs(wall);
  const before = offsetAt(shown - dayMs, zone);
  const after = offsetAt(shown + dayMs, zone);
  const early = shown - before;
  if (before === after || offsetAt(early, zone) === before) return early;
  const late = shown - after;
  return offsetAt(late, zone) === after ? late : early;
}
