import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../team/team';
import type { SirenEntry } from '../workspace/files';
import { isAwake } from './awake';
import { eveningBefore, unwatchedNight } from './unwatched';

const hour = 3_600_000;
const day = 24 * hour;
const person = (id: string, timezone: string, role = 'operator'): Person => ({ id, name: id, role, timezone, sirens: [], devices: [] }) as Person;
const bed = { id: 'bed', owner: 'kim', driver: 'x', config: {}, volume: { max: 60 } } as SirenEntry;
const night = (people: readonly Person[], at: number, more: object = {}): readonly number[] | null => {
  const found = unwatchedNight({ people, sirens: [bed], away: [], watch: { watcher: false, heard: new Set(people.map(({ id }) => id)) }, ...more }, at);
  return found === null ? null : [found.from / hour, found.to / hour];
};
const [kim, lee, box] = [person('kim', 'UTC'), person('lee', 'America/New_York'), person('box', 'UTC', 'watcher')];
// Days of November: New York is five hours behind.
const noon = Date.UTC(2026, 10, 22, 12);
const hours = (...at: number[]): number[] => at.map((each) => noon / hour - 12 + each);

describe('a night that nobody watches', () => {
  it('is told of from three hours before until its end, and not by day', () => {
    const said = [12, 19, 20, 23, 26, 30, 31].map((at) => night([kim], noon + (at - 12) * hour));
    expect(said).toEqual([null, null, hours(23, 31), hours(23, 31), hours(23, 31), hours(23, 31), null]);
  });

  it('is as short as the nights of different cities leave it', () => {
    expect(night([kim, lee], noon + 10 * hour)).toBe(null);
    expect(night([kim, lee], noon + 13 * hour)).toEqual(hours(28, 31));
    // Somebody in a third city is awake meanwhile.
    expect(night([kim, lee, person('park', 'Asia/Seoul')], noon + 14 * hour)).toBe(null);
  });

  it('is none where a watcher runs, where nothing is known, or where no siren could ring', () => {
    const heard = new Set(['kim']);
    for (const more of [{ watch: { watcher: true, heard } }, { watch: null }, { sirens: [] }]) expect(night([kim, box], noon + 10 * hour, more)).toBe(null);
  });

  it('counts on nobody who is on holiday, or of whose console nothing was heard', () => {
    const two = [kim, person('park', 'Asia/Seoul'), lee];
    expect(night(two, noon + 14 * hour, { away: [{ who: 'park', from: '2026-11-20', to: '2026-11-30', why: 'holiday' }] })).toEqual(hours(28, 31));
    expect(night(two, noon + 14 * hour, { watch: { watcher: false, heard: new Set(['kim', 'lee']) } })).toEqual(hours(28, 31));
    // Nobody at all: the whole time is dark.
    expect(night(two, noon, { watch: { watcher: false, heard: new Set() } })).not.toBe(null);
  });

  it('holds nobody’s waking hours, and is found whenever nobody is awake', () => {
    const zones = ['Asia/Seoul', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'];
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...zones), { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 400 * 24 }), (where, at) => {
        const people = where.map((zone) => person(zone, zone));
        const now = noon + at * hour;
        const found = unwatchedNight({ people, sirens: [bed], away: [], watch: { watcher: false, heard: new Set(where) } }, now);
        const asleep = (moment: number): boolean => !people.some((each) => isAwake(each, [bed], moment));
        if (found === null) return;
        expect(found.to).toBeGreaterThan(now);
        expect(found.from).toBeLessThanOrEqual(now + eveningBefore);
        for (let moment = found.from; moment < found.to && moment < found.from + day; moment += hour / 2) expect(asleep(moment)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
