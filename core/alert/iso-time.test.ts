import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoTime } from './iso-time';

it('writes what Date would write', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.parse('1600-01-01T00:00:00Z'), max: Date.parse('2999-12-31T23:59:59Z') }), (ms) => {
      expect(isoTime(ms)).toBe(new Date(ms).toISOString());
    }),
    { numRuns: 2_000 },
  );
});
