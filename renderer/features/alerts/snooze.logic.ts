const minute = 60_000;

/** No snooze is longer (law 6), ms. */
export const longestSnooze = 24 * 60 * minute;

export const snoozePresets = [30 * minute, 60 * minute, 4 * 60 * minute, longestSnooze] as const;

/** `07:30` on this laptop's clock, the next time it comes; null for nonsense. Epoch ms. */
export function nextTime(text: string, now: number): number | null {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) return null;
  const at = new Date(now);
  at.setHours(Number(match[1]), Number(match[2]), 0, 0);
  if (at.getTime() <= now) at.setDate(at.getDate() + 1);
  // On the night the clocks go back "the next 07:30" may be 25 hours away.
  return Math.min(at.getTime(), now + longestSnooze);
}
