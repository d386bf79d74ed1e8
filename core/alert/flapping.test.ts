import { describe, expect, it } from 'vitest';
import { flappingRate, mostFirings, rateHoldsUntil, withMoment } from './flapping';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.parse('2026-11-22T02:10:00Z');

describe('flapping', () => {
  it('is four firings within an hour, and says how many', () => {
    expect(flappingRate([now - 50 * minute, now - 20 * minute, now], now)).toBeNull();
    expect(flappingRate([now - 50 * minute, now - 20 * minute, now - minute, now], now)).toBe(4);
    expect(flappingRate([now - 61 * minute, now - 20 * minute, now - minute, now], now)).toBeNull();
  });

  it('ends by itself at a moment that can be told ahead', () => {
    const firings = [now - 50 * minute, now - 20 * minute, now - minute, now];
    expect(rateHoldsUntil(firings, now)).toBe(now + 10 * minute);
    expect(flappingRate(firings, now + 10 * minute)).toBeNull();
    expect(rateHoldsUntil([now], now)).toBe(Infinity);
  });

  it('does not last for days where the clock was set back by days', () => {
    expect(flappingRate([now, now, now, now], now - 48 * hour)).toBeNull();
  });

  it('remembers a bounded number', () => {
    let firings: number[] = [];
    for (let at = 0; at < 100; at += 1) firings = withMoment(firings, at);
    expect(firings).toHaveLength(mostFirings);
    expect(firings.at(-1)).toBe(99);
  });
});
