const hour = 3_600_000;

/** So many firings within an hour are one thing that flaps, not many things. */
export const flapsAt = 4;
/** Firings remembered of one alert. */
export const mostFirings = 32;

/** How often an alert that flaps fired within the last hour; null where it does not flap. */
export function flappingRate(firings: readonly number[], now: number): number | null {
  // A clock that was set back by a little changes nothing; one set back by days must not make things flap for days.
  let recent = 0;
  for (const at of firings) if (Math.abs(now - at) < hour) recent += 1;
  return recent >= flapsAt ? recent : null;
}

/** When the rate falls next if it does not fire again, epoch ms; Infinity where it does not flap. */
export function rateHoldsUntil(firings: readonly number[], now: number): number {
  if (flappingRate(firings, now) === null) return Infinity;
  return Math.min(...firings.filter((at) => Math.abs(now - at) < hour)) + hour;
}

/** The firings with one more. */
export function withMoment(firings: readonly number[], at: number): number[] {
  return [...firings, at].slice(-mostFirings);
}
