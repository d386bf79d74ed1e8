const calmMs = 60_000;
/** Looks come up to this much early, so that ten consoles do not knock at once. */
const jitterMs = 10_000;
const soundingMs = 5_000;
const secondLookMs = 3_000;
const longestMs = 120_000;

/**
 * How long until the next background look, ms. Together with the ten seconds that a look may take, two failed looks
 * after a good one fit into the 90 s of law 8: 60 + 10 + 3 + 10.
 */
export function lookAfter(now: { readonly failures: number; readonly sounding: boolean; readonly chance: number }): number {
  if (now.failures === 1) return secondLookMs;
  if (now.failures > 1) return Math.min(longestMs, 15_000 * 2 ** Math.min(now.failures - 1, 10));
  return now.sounding ? soundingMs : calmMs - now.chance * jitterMs;
}
