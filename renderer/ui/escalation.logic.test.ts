import { describe, expect, it } from 'vitest';
import type { Try } from '../../core/escalation/escalation';
import { climbOf, minutesTo } from './escalation.logic';

const go = (to: string, at: number, rung: boolean | null): Try => ({ round: 0, level: 0, to, by: 'kim.laptop', at, ended: rung === null ? null : { at: at + 1, rung, why: null } });
const open = { acks: [], end: null };

describe('what a ladder is doing', () => {
  it('is told by its newest go', () => {
    expect(climbOf({ ...open, tries: [] })).toEqual({ is: 'starting' });
    expect(climbOf({ ...open, tries: [go('kim', 1, true), go('lee', 5, null)] })).toEqual({ is: 'ringing', who: 'lee' });
    expect(climbOf({ ...open, tries: [go('lee', 5, true), go('kim', 1, true)] })).toEqual({ is: 'rung', who: 'lee', at: 5 });
    expect(climbOf({ ...open, tries: [go('kim', 1, false)] })).toEqual({ is: 'in-vain' });
  });

  it('is its end once it ended', () => {
    expect(climbOf({ tries: [], acks: [{ by: 'kim', at: 1 }], end: { at: 2, why: 'acked' } })).toEqual({ is: 'acked', by: 'kim' });
    expect(climbOf({ tries: [], acks: [], end: { at: 2, why: 'exhausted' } })).toEqual({ is: 'ended', why: 'exhausted' });
  });
});

describe('the time to the next level', () => {
  it('is minutes and seconds, rounded up', () => {
    expect([minutesTo(300_000, 0), minutesTo(61_001, 0), minutesTo(1, 0), minutesTo(0, 5), minutesTo(3_700_000, 0)]).toEqual(['5:00', '1:02', '0:01', '0:00', '61:40']);
  });
});
