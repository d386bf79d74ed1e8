import { describe, expect, it } from 'vitest';
import { lengthOf, longestRing, stagesOf } from './pattern';

describe('the sounds of a ring', () => {
  it('rise from gentle to loud, apart from each other, and end within three minutes', () => {
    const stages = stagesOf('rising', { volume: 1, seconds: 1 });
    expect(stages.map(({ volume }) => volume)).toEqual([20, 40, 60]);
    for (const [index, { after }] of stages.entries()) {
      const before = stages[index - 1];
      if (before !== undefined) expect(after).toBeGreaterThan(before.after + before.seconds * 1_000);
    }
    expect(lengthOf(stages)).toBe(longestRing * 1_000);
  });

  it('are one sound where it is steady, cut to three minutes', () => {
    expect(stagesOf('steady', { volume: 30, seconds: 9 })).toEqual([{ after: 0, volume: 30, seconds: 9 }]);
    expect(lengthOf(stagesOf('steady', { volume: 30, seconds: 88_888 }))).toBe(180_000);
  });
});
