import { describe, expect, it } from 'vitest';
import type { Person } from '../team/team';
import type { Ladder } from './escalation';
import { consolesBefore } from './consoles-before';
import { whomToRing } from './whom-to-ring';

const ladder: Ladder = { levels: [{ who: 'on-duty', after: 0 }, { who: 'lee', after: 1 }, { who: 'park', after: 2 }], repeat: 0, pause: 0, acks: 1, awakeFirst: false };
const cast = (awake: readonly string[]) => ({ person: (who: string) => (who === 'on-duty' ? 'kim' : who), awake: (person: string) => awake.includes(person) });
const had = (to: string, level: number) => ({ round: 0, level, to, by: 'x', at: 0, ended: null });

describe('whom a level rings', () => {
  it('is the one whom its words name', () => {
    expect(whomToRing(ladder, { round: 0, level: 0 }, [], cast(['park']))).toBe('kim');
    expect(whomToRing(ladder, { round: 0, level: 0 }, [], { ...cast([]), person: () => null })).toBeNull();
  });

  it('is somebody awake first where the policy says so, and everybody once a round', () => {
    const awakeFirst = { ...ladder, awakeFirst: true };
    const tries = [had('park', 0)];
    expect(whomToRing(awakeFirst, { round: 0, level: 0 }, [], cast(['park']))).toBe('park');
    expect(whomToRing(awakeFirst, { round: 0, level: 1 }, tries, cast(['park']))).toBe('kim');
    expect(whomToRing(awakeFirst, { round: 0, level: 2 }, [...tries, had('kim', 1)], cast(['park']))).toBe('lee');
    expect(whomToRing(awakeFirst, { round: 1, level: 0 }, [...tries, had('kim', 1), had('lee', 2)], cast([]))).toBe('kim');
  });
});

describe('the fixed rank of a console', () => {
  const person = (id: string, role: Person['role'] = 'operator', devices = ['laptop']): Person => ({ id, name: id, role, timezone: 'UTC', sirens: [], devices: devices.map((device) => ({ id: device, sign: '' })) });
  const people = [person('ann', 'investigator'), person('box', 'watcher'), person('kim', 'operator', ['laptop', 'desktop']), person('lee')];
  const duty = { now: 'kim', next: 'lee' };

  it('is on duty, next, watchers, then the rest', () => {
    const order = [['kim', 'laptop'], ['kim', 'desktop'], ['lee', 'laptop'], ['box', 'laptop'], ['ann', 'laptop']];
    expect(order.map(([id = '', device = '']) => consolesBefore({ person: id, device }, people, duty).length)).toEqual([0, 1, 2, 3, 4]);
    expect(consolesBefore({ person: 'lee', device: 'laptop' }, people, duty)).toEqual(['kim.laptop', 'kim.desktop']);
  });

  it('has a place for a device that nobody enrolled yet, and the last one for strangers', () => {
    expect(consolesBefore({ person: 'lee', device: 'new' }, people, duty)).toHaveLength(3);
    expect(consolesBefore({ person: 'nobody', device: 'x' }, people, duty)).toHaveLength(5);
    expect(consolesBefore({ person: 'lee', device: 'laptop' }, people, { now: null, next: null })).toHaveLength(4);
  });
});
