import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shift } from './shift';
import { hasShrunk, shapeOf } from './shrunk';

const day = 86_400_000;
const now = Date.parse('2026-11-22T12:00:00Z');
const shift = (from: number, to: number): Shift => ({ person: 'kim', summary: 'Kim', from: now + from * day, to: now + to * day, feed: 'main' });
const daily = (days: number): Shift[] => Array.from({ length: days }, (_, index) => shift(index, index + 1));
const shrunk = (before: readonly Shift[], after: readonly Shift[]): boolean => hasShrunk(shapeOf(before, now), shapeOf(after, now), now);

describe('the shape of a calendar', () => {
  it('counts what is ahead within thirty days, each moment once, and knows its last end', () => {
    expect(shapeOf([shift(-3, -2), shift(-1, 1), shift(0, 2), shift(29, 31), shift(40, 41)], now)).toEqual({ shifts: 3, covered: 3 * day, until: now + 41 * day });
    expect(shapeOf([], now)).toEqual({ shifts: 0, covered: 0, until: null });
  });
});

describe('a calendar that shrank', () => {
  it.each([
    ['an empty one where there was a month', daily(30), [], true],
    ['three of eight weeks ahead', daily(56), daily(21), true],
    ['two shifts of five', [0, 6, 12, 18, 24].map((from) => shift(from, from + 1)), [shift(0, 1), shift(24, 25)], true],
    ['every other day fell out, the end stays', daily(30), daily(30).filter((_, index) => index % 3 === 0), true],
    ['one shift of two', [shift(0, 1), shift(1, 2)], [shift(0, 1)], false],
    ['the same weeks in longer shifts', daily(28), [shift(0, 7), shift(7, 14), shift(14, 21), shift(21, 28)], false],
    ['one swapped', daily(30), daily(30).filter((_, index) => index !== 4), false],
    ['a week less of six', daily(42), daily(35), false],
    ['nothing before', [], [], false],
  ])('%s', (_what, before, after, told) => {
    expect(shrunk(before, after)).toBe(told);
  });

  const shifts = fc.array(fc.tuple(fc.integer({ min: -5, max: 60 }), fc.integer({ min: 1, max: 14 })).map(([from, length]) => shift(from, from + length)), { maxLength: 40 });

  it('never one that grew, and never the same one', () => {
    fc.assert(
      fc.property(shifts, shifts, (before, more) => {
        expect(shrunk(before, [...before, ...more])).toBe(false);
      }),
    );
  });

  it('always one that lost everything of four shifts or of a week', () => {
    fc.assert(
      fc.property(shifts, (before) => {
        const { shifts: count, until } = shapeOf(before, now);
        expect(shrunk(before, [])).toBe(count >= 4 || (until !== null && until - now >= 7 * day));
      }),
    );
  });

  it('whatever order its shifts come in', () => {
    fc.assert(
      fc.property(shifts, shifts, (before, after) => {
        expect(shrunk([...before].reverse(), [...after].reverse())).toBe(shrunk(before, after));
      }),
    );
  });
});
