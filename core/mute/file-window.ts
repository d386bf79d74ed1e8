import { momentOf } from '../shift/zoned-time';
import { isTimeZone } from '../workspace/time-zone';
import type { MaintenanceEntry } from '../workspace/files';
import type { Mute } from './mute';

/**
 * A moment as breakglass.yaml writes it: `2026-12-01T22:00` on the workspace's clocks, or with `Z` or an offset.
 * @returns epoch ms, or null where there is no such moment.
 */
export function writtenMoment(text: string, timezone: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map((part) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return null;
  const wall = { year, month, day, hour, minute, second };
  const zone = found[7];
  if (zone === undefined) return isTimeZone(timezone) ? momentOf(wall, timezone) : null;
  const utc = momentOf(wall, 'UTC');
  if (zone === 'Z') return utc;
  const ahead = (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4))) * 60_000;
  return zone.startsWith('-') ? utc + ahead : utc - ahead;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A maintenance window of breakglass.yaml as a mute; null where its times say nothing. Its id changes with its times. */
export function fileWindow(entry: MaintenanceEntry, timezone: string): Mute | null {
  const from = writtenMoment(entry.from, timezone);
  const until = writtenMoment(entry.until, timezone);
  if (from === null || until === null) return null;
  return { id: `${entry.id}@${entry.from}`, kind: 'window', when: entry.when, why: entry.why, by: '', from, until, even911: entry['even-911'] };
}
