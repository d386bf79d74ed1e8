import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { momentOf, offsetAt, wallAt, wallFromMs, wallMs } from './zoned-time';

const at = (text: string): ReturnType<typeof wallFromMs> => wallFromMs(Date.parse(`${text}Z`));
const zones = ['Asia/Seoul', 'Europe/Berlin', 'America/Los_Angeles', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'UTC'];

describe('wall times', () => {
  it('reckon with dates as the calendar has them', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60_000_000_000, max: 250_000_000_000 }), (seconds) => {
        const date = new Date(seconds * 1_000);
        const wall = wallFromMs(seconds * 1_000);
        expect(wall).toEqual({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(), hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds() });
        expect(wallMs(wall)).toBe(seconds * 1_000);
      }),
    );
  });

  it('come back to the same wall time, or an hour later where it is never shown', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: 1_400_000_000, max: 2_000_000_000 }), (zone, seconds) => {
        const wall = wallFromMs(seconds * 1_000);
        const moment = momentOf(wall, zone);
        const gap = wallMs(wallAt(moment, zone)) - wallMs(wall);
        expect([0, 1_800_000, 3_600_000]).toContain(gap);
        // The first of two: no earlier moment of the last two hours shows the same.
        if (gap === 0) for (const earlier of [1_800_000, 3_600_000, 7_200_000]) expect(wallMs(wallAt(moment - earlier, zone))).not.toBe(wallMs(wall));
      }),
    );
  });

  it.each([
    ['Europe/Berlin', '2026-03-29T01:59:59', '2026-03-29T00:59:59Z'],
    ['Europe/Berlin', '2026-03-29T02:30:00', '2026-03-29T01:30:00Z'],
    ['Europe/Berlin', '2026-03-29T03:00:00', '2026-03-29T01:00:00Z'],
    ['Europe/Berlin', '2026-10-25T02:30:00', '2026-10-25T00:30:00Z'],
    ['Europe/Berlin', '2026-10-25T03:00:00', '2026-10-25T02:00:00Z'],
    ['America/Los_Angeles', '2026-03-08T02:30:00', '2026-03-08T10:30:00Z'],
    ['America/Los_Angeles', '2026-11-01T01:30:00', '2026-11-01T08:30:00Z'],
    ['America/Los_Angeles', '2026-11-01T02:00:00', '2026-11-01T10:00:00Z'],
    ['Australia/Lord_Howe', '2026-10-04T02:15:00', '2026-10-03T15:45:00Z'],
    ['Australia/Lord_Howe', '2026-04-05T01:45:00', '2026-04-04T14:45:00Z'],
    ['Asia/Seoul', '2026-07-01T09:00:00', '2026-07-01T00:00:00Z'],
    ['Asia/Kathmandu', '2026-07-01T09:00:00', '2026-07-01T03:15:00Z'],
  ])('in %s %s is %s', (zone, wall, moment) => {
    expect(new Date(momentOf(at(wall), zone)).toISOString()).toBe(moment.replace('Z', '.000Z'));
  });

  it('know offsets', () => {
    expect(offsetAt(Date.parse('2026-07-01T00:00:00Z'), 'America/St_Johns')).toBe(-2.5 * 3_600_000);
    expect(() => offsetAt(0, 'Nowhere/Else')).toThrow(RangeError);
  });
});
