import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capAt, capped } from './cap';

const night = { max: 80, night: { from: '22:00', to: '07:00', max: 40 } };

describe('the cap by hour', () => {
  it.each([
    ['2026-11-21T12:59:00Z', 80],
    ['2026-11-21T13:00:00Z', 40],
    ['2026-11-21T15:00:00Z', 40],
    ['2026-11-21T21:59:59Z', 40],
    ['2026-11-21T22:00:00Z', 80],
  ])('crosses midnight in Seoul: %s gives %i', (at, cap) => {
    expect(capAt(night, Date.parse(at), 'Asia/Seoul')).toBe(cap);
  });

  it('stays inside one day where the window does', () => {
    const siesta = { max: 90, night: { from: '13:00', to: '15:00', max: 10 } };
    expect(capAt(siesta, Date.parse('2026-07-01T12:59:00Z'), 'UTC')).toBe(90);
    expect(capAt(siesta, Date.parse('2026-07-01T13:00:00Z'), 'UTC')).toBe(10);
    expect(capAt(siesta, Date.parse('2026-07-01T15:00:00Z'), 'UTC')).toBe(90);
  });

  it('follows the wall clock when it jumps, both ways', () => {
    // Los Angeles, 8 March 2026: 07:00 local is 14:00Z after the jump and would have been 15:00Z the day before.
    expect(capAt(night, Date.parse('2026-03-07T14:59:00Z'), 'America/Los_Angeles')).toBe(40);
    expect(capAt(night, Date.parse('2026-03-08T13:59:00Z'), 'America/Los_Angeles')).toBe(40);
    expect(capAt(night, Date.parse('2026-03-08T14:00:00Z'), 'America/Los_Angeles')).toBe(80);
    // 1 November 2026: 01:30 happens twice, and both are night.
    expect(capAt(night, Date.parse('2026-11-01T08:30:00Z'), 'America/Los_Angeles')).toBe(40);
    expect(capAt(night, Date.parse('2026-11-01T09:30:00Z'), 'America/Los_Angeles')).toBe(40);
    expect(capAt(night, Date.parse('2026-11-01T14:30:00Z'), 'America/Los_Angeles')).toBe(40);
    expect(capAt(night, Date.parse('2026-11-01T15:00:00Z'), 'America/Los_Angeles')).toBe(80);
  });

  it('never lets a night be louder than the day', () => {
    expect(capAt({ max: 20, night: { from: '22:00', to: '07:00', max: 90 } }, Date.parse('2026-11-21T23:00:00Z'), 'UTC')).toBe(20);
  });

  it('holds for every hour, zone and wish', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_102_444_800_000 }),
        fc.constantFrom('Asia/Seoul', 'America/Los_Angeles', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC'),
        fc.integer({ min: 1, max: 100 }),
        (at, zone, asked) => {
          const cap = capAt(night, at, zone);
          expect([40, 80]).toContain(cap);
          const { volume, cappedFrom } = capped(asked, cap);
          expect(volume).toBeLessThanOrEqual(cap);
          expect(cappedFrom === null ? volume : cappedFrom).toBe(asked);
        },
      ),
    );
  });
});
