import { describe, expect, it } from 'vitest';
import type { DutyFile } from '../workspace/files';
import { ladderOf } from './ladder';

type Policy = DutyFile['escalation'][number];
const policy = (id: string, rest: Partial<Policy> = {}): Policy => ({ id, levels: [{ who: 'on-duty', after: 0 }], repeat: 1, pause: 60_000, acks: 1, 'awake-first': false, ...rest });

describe('the policy in force', () => {
  it('is the one called default, wherever it stands, else the first', () => {
    const [first, second] = [policy('night', { repeat: 7 }), policy('default', { acks: 2, 'awake-first': true })];
    expect(ladderOf({ escalation: [first, second] })).toEqual({ levels: second.levels, repeat: 1, pause: 60_000, acks: 2, awakeFirst: true });
    expect(ladderOf({ escalation: [first] }).repeat).toBe(7);
  });

  it('is whoever is on duty, again and again, where there is none or an empty one', () => {
    const plain = { levels: [{ who: 'on-duty', after: 0 }], repeat: 2, pause: 300_000, acks: 1, awakeFirst: false };
    expect(ladderOf({ escalation: [] })).toEqual(plain);
    expect(ladderOf({ escalation: [policy('default', { levels: [] })] })).toEqual(plain);
  });
});
