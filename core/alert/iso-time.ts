import { wallFromMs } from '../shift/zoned-time';

const padded = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `2026-11-21T02:10:00.000Z` for epoch ms, because core has no clock to borrow `Date` from. */
export function isoTime(ms: number): string {
  const { year, month, day, hour, minute, second } = wallFromMs(ms);
  const thousandths = Math.floor(ms - Math.floor(ms / 1_000) * 1_000);
  return `${padded(year, 4)}-${padded(month)}-${padded(day)}T${[hour, minute, second].map((part) => padded(part)).join(':')}.${padded(thousandths, 3)}Z`;
}
