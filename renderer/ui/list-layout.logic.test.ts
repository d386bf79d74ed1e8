import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutOf } from './list-layout.logic';

const stretches = fc.array(fc.record({ count: fc.nat({ max: 6 }), height: fc.integer({ min: 1, max: 40 }) }), { maxLength: 8 });

describe('the layout of a list', () => {
  it('law: is where the lines would be if each were laid below the one before', () => {
    fc.assert(
      fc.property(stretches, (given) => {
        const layout = layoutOf(given);
        const heights = given.flatMap(({ count, height }) => Array.from({ length: count }, () => height));
        const tops = heights.map((_, index) => heights.slice(0, index).reduce((sum, height) => sum + height, 0));
        const whole = heights.reduce((sum, height) => sum + height, 0);
        expect([layout.count, layout.height]).toEqual([heights.length, whole]);
        expect(heights.map((_, index) => layout.topOf(index))).toEqual(tops);
        expect(layout.topOf(heights.length)).toBe(whole);
        for (let y = 0; y < whole; y += 1) expect(layout.indexAt(y)).toBe(tops.findLastIndex((top) => top <= y));
      }),
    );
  });

  it.each([-5, 0, 1_000_000])('gives a line that exists for a height of %d', (y) => {
    expect(layoutOf([{ count: 3, height: 10 }]).indexAt(y)).toBe(y > 0 ? 2 : 0);
    expect(layoutOf([]).indexAt(y)).toBe(0);
  });
});
