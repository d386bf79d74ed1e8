import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotationEntrySchema, type RotationEntry } from '../workspace/files';
import { shiftOfOverride, shiftsOfRotation } from './rotation';
import { wallAt } from './zoned-time';

const at = (iso: string): number => Date.parse(iso);
const rotation = (given: object): RotationEntry => rotationEntrySchema.parse({ id: 'main', people: ['kim', 'lee'], start: '2026-10-19', ...given });
const spell = (shifts: readonly { person: string | null; from: number; to: number }[]): string[] => shifts.map(({ person, from, to }) => `${person ?? '?'} ${new Date(from).toISOString().slice(5, 16)} ${new Date(to).toISOString().slice(5, 16)}`);

describe('a rotation', () => {
  it('hands over weekly at the same hour of the clock, also when the clocks change', () => {
    const shifts = shiftsOfRotation(rotation({ every: 'weekly', handover: '09:00' }), { from: at('2026-10-20T00:00:00Z'), to: at('2026-11-03T00:00:00Z') }, 'Europe/Berlin');
    expect(spell(shifts)).toEqual(['kim 10-19T07:00 10-26T08:00', 'lee 10-26T08:00 11-02T08:00', 'kim 11-02T08:00 11-09T08:00']);
  });

  it('follows the sun: each part of the day has its own people and its own zone', () => {
    const window = { from: at('2026-11-21T00:00:00Z'), to: at('2026-11-22T00:00:00Z') };
    const seoul = shiftsOfRotation(rotation({ every: 'daily', handover: '09:00', until: '21:00', people: ['kim'], timezone: 'Asia/Seoul' }), window, 'UTC');
    const berlin = shiftsOfRotation(rotation({ every: 'daily', handover: '13:00', until: '01:00', people: ['ada'], timezone: 'Europe/Berlin' }), window, 'UTC');
    expect(spell(seoul)).toEqual(['kim 11-21T00:00 11-21T12:00']);
    expect(spell(berlin)).toEqual(['ada 11-20T12:00 11-21T00:00', 'ada 11-21T12:00 11-22T00:00'].slice(1));
  });

  it('says nothing before its start', () => {
    expect(shiftsOfRotation(rotation({ every: 'daily', handover: '09:00' }), { from: at('2026-10-01T00:00:00Z'), to: at('2026-10-19T08:00:00Z') }, 'UTC')).toEqual([]);
  });

  it('agrees with asking the clock on the wall, hour by hour, through both changes of the clocks', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Seoul'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom('daily', 'weekly'),
        fc.integer({ min: 1, max: 5 }),
        // Not in the hours that a change of the clocks skips or repeats: those have no answer of their own on the wall.
        fc.integer({ min: 5, max: 23 }),
        fc.integer({ min: 0, max: 400 }),
        (zone, every, count, hour, later) => {
          const people = Array.from({ length: count }, (_, index) => `p${String(index)}`);
          const entry = rotation({ people, every, handover: `${String(hour).padStart(2, '0')}:00`, timezone: zone, start: '2026-01-05' });
          const from = at('2026-01-20T00:00:00Z') + later * 86_400_000;
          const to = from + 4 * 86_400_000;
          const shifts = shiftsOfRotation(entry, { from, to }, 'UTC');
          for (let moment = from; moment < to; moment += 3_600_000) {
            const now = shifts.filter((shift) => shift.from <= moment && moment < shift.to);
            expect(now.map(({ person }) => person)).toEqual([slowly(entry, zone, moment)]);
          }
        },
      ),
      { numRuns: process.env['BREAKGLASS_FAULTS'] === 'full' ? 10_000 : 60 },
    );
  });
});

/** Who it is at a moment, by counting the mornings since the start one by one. */
function slowly({ people, every, handover }: RotationEntry, zone: string, moment: number): string | undefined {
  const wall = wallAt(moment, zone);
  let day = Date.UTC(wall.year, wall.month - 1, wall.day);
  if (wall.hour < Number(handover.slice(0, 2))) day -= 86_400_000;
  let who = 0;
  let days = 0;
  for (let each = Date.UTC(2026, 0, 5); each < day; each += 86_400_000) {
    days += 1;
    if (every === 'daily' || days % 7 === 0) who = (who + 1) % people.length;
  }
  return people[who];
}

describe('an override', () => {
  it('is whole days, both counted, or between two hours, where the person lives', () => {
    expect(spell([shiftOfOverride({ who: 'lee', from: '2026-11-21', to: '2026-11-22', why: 'swap' }, 'Asia/Seoul')])).toEqual(['lee 11-20T15:00 11-22T15:00']);
    expect(spell([shiftOfOverride({ who: 'lee', from: '2026-11-21 18:00', to: '2026-11-22 09:00', why: 'swap' }, 'Asia/Seoul')])).toEqual(['lee 11-21T09:00 11-22T00:00']);
  });
});
