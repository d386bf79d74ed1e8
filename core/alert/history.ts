import type { Alert } from './alert';
import type { AlertRecord } from './record';

const day = 86_400_000;

/** How far back an alert's history goes, days. */
export const historyDays = 30;

/** The number of a day (UTC) since 1970. */
function dayOf(at: number): number {
  return Math.floor(at / day);
}

/** The firings by day with one more at `at`; what is older than the history is let go. */
export function withFiring(days: AlertRecord['days'], at: number): AlertRecord['days'] {
  const today = dayOf(at);
  const kept = Object.entries(days).filter(([number]) => Number(number) > today - historyDays);
  return { ...Object.fromEntries(kept), [today]: (days[today] ?? 0) + 1 };
}

/** The firings of the last 30 days. */
export function firingsOf({ days }: Pick<AlertRecord, 'days'>, now: number): number {
  const today = dayOf(now);
  return Object.entries(days).reduce((sum, [number, count]) => (Number(number) > today - historyDays ? sum + count : sum), 0);
}

/** How often people called it noise in the last 30 days. */
export function noisesOf({ noises }: Pick<AlertRecord, 'noises'>, now: number): AlertRecord['noises'] {
  return noises.filter(({ at }) => at > now - historyDays * day);
}

/** What an alert's detail shows of the last 30 days. */
export function historyOf(record: AlertRecord, now: number): Alert['history'] {
  const today = dayOf(now);
  const days = Array.from({ length: historyDays }, (_, index) => record.days[today - historyDays + 1 + index] ?? 0);
  return { days, seen: firingsOf(record, now), noise: noisesOf(record, now).length };
}
