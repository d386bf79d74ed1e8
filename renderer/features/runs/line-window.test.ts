import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heightOf, lineHeight, scrollFor, topLine } from './line-window.logic';

describe('the window on the lines', () => {
  it('is exact while an element may be that high', () => {
    expect(heightOf(1_000)).toBe(18_000);
    expect(topLine(180, 360, 1_000)).toBeCloseTo(10);
  });

  it('reaches the first and the last of fifty million lines', () => {
    const lines = 50_000_000;
    expect(heightOf(lines)).toBeLessThan(33_000_000);
    expect(topLine(0, 360, lines)).toBe(0);
    expect(topLine(heightOf(lines) - 360, 360, lines)).toBeCloseTo(lines - 360 / lineHeight);
  });

  it('brings any line into view', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000_000 }), fc.nat(), (lines, seed) => {
        const line = seed % lines;
        const top = topLine(scrollFor(line, 540, lines), 540, lines);
        expect(line - top).toBeGreaterThanOrEqual(-0.01);
        expect(line - top).toBeLessThan(540 / lineHeight);
      }),
    );
  });
});
