import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestSnooze, nextTime } from './snooze.logic';

describe('until a time', () => {
  const noon = new Date(2026, 10, 21, 12, 0, 0).getTime();

  it('is today where it is yet to come, else tomorrow', () => {
    expect(nextTime('12:30', noon)).toBe(noon + 1_800_000);
    expect(nextTime('07:00', noon)).toBe(noon + 19 * 3_600_000);
    expect(nextTime('12:00', noon)).toBe(noon + longestSnooze);
  });

  it.each(['', '7:00', '24:00', '12:60', 'soon', '12:30:00'])('refuses %j', (text) => {
    expect(nextTime(text, noon)).toBeNull();
  });

  it('law: always ahead and never longer than a day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 1e12, max: 2e12 }),
        (h, m, now) => {
          const until = nextTime(`${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`, now) ?? 0;
          expect(until).toBeGreaterThan(now);
          expect(until - now).toBeLessThanOrEqual(longestSnooze);
        },
      ),
    );
  });
});
