import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overrideOf } from './swap';
import { shiftOfOverride, shiftsOfOverrides } from './rotation';

const at = (iso: string): number => Date.parse(iso);
const zones = ['Asia/Seoul', 'Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

describe('a swap as it is written', () => {
  it('is in whole minutes where the person lives, and refuses what would mean nothing', () => {
    expect(overrideOf({ who: 'lee', from: at('2026-11-21T17:10:42Z'), to: at('2026-11-22T00:00:00Z'), why: 'ill' }, 'Asia/Seoul')).toEqual({ ok: true, value: { who: 'lee', from: '2026-11-22 02:10', to: '2026-11-22 09:00', why: 'ill' } });
    expect(overrideOf({ who: 'lee', from: 60_000, to: 60_500, why: 'x' }, 'UTC')).toMatchObject({ ok: false, error: { code: 'swap-backwards' } });
  });

  it('refuses the second pass of the hour that is shown twice, which a wall time cannot name', () => {
    const second = at('2026-10-25T01:30:00Z');
    expect(overrideOf({ who: 'lee', from: second, to: second + 7_200_000, why: 'x' }, 'Europe/Berlin')).toMatchObject({ ok: false, error: { code: 'swap-ambiguous' } });
    expect(overrideOf({ who: 'lee', from: second - 3_600_000, to: second + 7_200_000, why: 'x' }, 'Europe/Berlin').ok).toBe(true);
  });

  it('means the same moments when it is read back, or is refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: at('2026-01-01T00:00:00Z') / 60_000, max: at('2028-01-01T00:00:00Z') / 60_000 }), fc.integer({ min: 1, max: 60 * 24 * 14 }), (zone, from, length) => {
        const entry = overrideOf({ who: 'lee', from: from * 60_000, to: (from + length) * 60_000, why: 'x' }, zone);
        if (!entry.ok) return;
        expect(shiftOfOverride(entry.value, zone)).toMatchObject({ from: from * 60_000, to: (from + length) * 60_000 });
      }),
      { numRuns: 300 },
    );
  });
});

describe('several overrides', () => {
  it('make way for those that were written after them', () => {
    const entry = (who: string, from: string, to: string) => ({ who, from, to, why: 'x' });
    const shifts = shiftsOfOverrides([entry('lee', '2026-11-21', '2026-11-23'), entry('kim', '2026-11-22 08:00', '2026-11-22 12:00')], () => 'UTC');
    expect(shifts.map(({ person, from, to }) => [person, new Date(from).toISOString().slice(8, 13), new Date(to).toISOString().slice(8, 13)])).toEqual([
      ['lee', '21T00', '22T08'],
      ['lee', '22T12', '24T00'],
      ['kim', '22T08', '22T12'],
    ]);
  });
});
