import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimPath, claimSchema } from './claim';

const claim = { run: '0123456789', target: 'api-01', position: 1, attempt: 1 };
const isClaim = (changes: Readonly<Record<string, unknown>>): boolean => claimSchema.safeParse({ ...claim, ...changes }).success;

describe('a claim', () => {
  it('counts positions and attempts from one, and takes no part that could lead out of its folder', () => {
    expect([{}, { position: 9_999, attempt: 99 }, { target: `a${'.'.repeat(63)}` }, { run: 'z'.repeat(40) }].map(isClaim)).toEqual([true, true, true, true]);
    for (const wrong of [{ position: 0 }, { position: 10_000 }, { attempt: 0 }, { attempt: 100 }, { attempt: 1.5 }]) expect(isClaim(wrong)).toBe(false);
    for (const target of ['', '.', '..', '../a', 'a/b', '-a', 'a\n', 'a'.repeat(65)]) expect(isClaim({ target })).toBe(false);
    for (const run of ['', 'short', 'UPPERCASE0', '../0123456789', 'z'.repeat(41)]) expect(isClaim({ run })).toBe(false);
  });

  it('has a name of its own: law 3 holds on a host only if no two share one', () => {
    const claims = fc.record({
      run: fc.stringMatching(/^[0-9a-z]{10,12}$/),
      target: fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,8}$/),
      position: fc.integer({ min: 1, max: 120 }),
      attempt: fc.integer({ min: 1, max: 99 }),
    });
    // On the host it is one folder, with dots for the slashes; targets may have dots themselves.
    const folder = (one: typeof claim): string => claimPath(one).replaceAll('/', '.');
    fc.assert(
      fc.property(claims, claims, (one, other) => {
        const isSame = one.run === other.run && one.target === other.target && one.position === other.position && one.attempt === other.attempt;
        expect(folder(one) === folder(other)).toBe(isSame);
      }),
    );
    expect(claimPath(claim)).toBe('0123456789/api-01/1.1');
  });
});
