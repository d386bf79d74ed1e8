import { describe, expect, it } from 'vitest';
import { bindingRetirements, leavesStanding, type Retirement } from './retirement';
import type { Person } from './team';

const person = (id: string, role: Person['role'], ...devices: readonly string[]): Person => ({
  ...{ id, name: id, role, timezone: 'UTC', sirens: [] },
  devices: devices.map((device) => (device.endsWith('!') ? { id: device.slice(0, -1), sign: 'x', retired: true } : { id: device, sign: 'x' })),
});
const hlc = (minute: number): string => `${(minute * 60_000).toString(16).padStart(12, '0')}-0000`;
const says = (by: string, seq: number, of: string, upTo: number, why: Retirement['why'] = 'lost'): Retirement => ({ of, why, upTo, said: { writer: by, seq, hlc: hlc(seq) } });
/** Up to which entry each device counts. */
const bounds = (said: readonly Retirement[], ...people: readonly Person[]) =>
  Object.fromEntries([...bindingRetirements(said, people)].map(([writer, by]) => [writer, Math.min(...by.map(({ upTo }) => upTo))]));

const kim = person('kim', 'operator', 'laptop');

describe('what binds of the retirements that were said', () => {
  const lost = says('park.laptop', 7, 'lee.laptop', 40);

  it('is what an operator said, in whatever order it is heard, and nobody about the own device', () => {
    const people = [kim, person('lee', 'operator', 'laptop!'), person('park', 'operator', 'laptop'), person('ina', 'investigator', 'laptop')];
    expect(bounds([says('ina.laptop', 2, 'kim.laptop', 0), says('kim.laptop', 3, 'kim.laptop', 0), lost], ...people)).toEqual({ 'lee.laptop': 40 });
    // An investigator does not take more from a retired device than the operator did.
    expect(bounds([says('ina.laptop', 2, 'lee.laptop', 0), lost], ...people)).toEqual({ 'lee.laptop': 40 });
  });

  it('stays, whatever becomes of the one who said it', () => {
    const lee = person('lee', 'operator', 'laptop!');
    for (const park of [person('park', 'operator', 'laptop!', 'new'), person('park', 'investigator', 'laptop'), person('park', 'operator', 'laptop!')]) {
      expect(bounds([lost], kim, lee, park)).toEqual({ 'lee.laptop': 40 });
    }
    expect(bounds([lost, says('kim.laptop', 9, 'park.laptop', 12, 'replaced')], kim, lee, person('park', 'operator', 'laptop!', 'new'))).toEqual({ 'lee.laptop': 40, 'park.laptop': 12 });
  });

  it('is not undone by the thief, who calls lost whoever reported the theft', () => {
    const answer = says('lee.laptop', 41, 'park.laptop', 0);
    const lee = person('lee', 'operator', 'laptop!');
    expect(bounds([answer, lost], kim, lee, person('park', 'operator', 'laptop'))).toEqual({ 'lee.laptop': 40 });
    // Also when park's laptop is replaced later on: what kim says of it goes before.
    const replaced = says('kim.laptop', 9, 'park.laptop', 12, 'replaced');
    expect(bounds([answer, lost, replaced], kim, lee, person('park', 'operator', 'laptop!', 'new'))).toEqual({ 'lee.laptop': 40, 'park.laptop': 12 });
    // What somebody wrote beyond their own end binds nobody.
    expect(bounds([lost, says('lee.laptop', 41, 'old.laptop', 0)], kim, lee, person('park', 'operator', 'laptop'), person('old', 'operator', 'laptop!'))).toEqual({ 'lee.laptop': 40 });
  });

  it('leaves standing what was known; of a replaced device also what is dated before', () => {
    const entry = (seq: number, minute: number) => ({ writer: 'lee.laptop', seq, hlc: hlc(minute) });
    const [gone, replaced] = [says('kim.laptop', 9, 'lee.laptop', 4, 'left'), says('kim.laptop', 9, 'lee.laptop', 4, 'replaced')];
    expect([leavesStanding(gone, entry(4, 20)), leavesStanding(gone, entry(5, 8)), leavesStanding(lost, entry(41, 1))]).toEqual([true, false, false]);
    expect([leavesStanding(replaced, entry(5, 8)), leavesStanding(replaced, entry(5, 9))]).toEqual([true, false]);
  });
});
