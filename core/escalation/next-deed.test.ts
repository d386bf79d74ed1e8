import { describe, expect, it } from 'vitest';
import type { Escalation, Ladder, Try } from './escalation';
import { isRung, nextDeed } from './next-deed';

const minute = 60_000;
const ladder: Ladder = { levels: [{ who: 'on-duty', after: 0 }, { who: 'next-on-duty', after: 5 * minute }], repeat: 1, pause: 10 * minute, acks: 1, awakeFirst: false };
const first = { writer: 'kim.laptop', before: [] };
const second = { writer: 'lee.laptop', before: ['kim.laptop'] };

function climb(tries: readonly Try[] = [], rest: Partial<Escalation> = {}): Escalation {
  return { id: 'am/1', caseId: null, title: 'DB down', rule: 'rule 1', startedAt: 0, tries: [...tries], acks: [], end: null, ...rest };
}
function go(level: number, by: string, at: number, rung: boolean | null, round = 0): Try {
  return { round, level, to: 'kim', by, at, ended: rung === null ? null : { at: at + 3_000, rung, why: null } };
}

describe('the next deed of a console', () => {
  it('is the first level at once, for the first in rank; the second waits half a minute', () => {
    expect(nextDeed(climb(), ladder, first, 0)).toEqual({ do: 'try', step: { round: 0, level: 0 }, waited: 0 });
    expect(nextDeed(climb(), ladder, second, 0)).toEqual({ do: 'wait', step: { round: 0, level: 0 }, until: 30_000 });
    expect(nextDeed(climb(), ladder, second, 30_000)).toEqual({ do: 'try', step: { round: 0, level: 0 }, waited: 30_000 });
  });

  it('waits out the last step of the last round before it gives up', () => {
    const goes = [go(0, first.writer, 0, true), go(1, first.writer, 5 * minute, true), go(0, first.writer, 15 * minute, true, 1), go(1, first.writer, 20 * minute, true, 1)];
    expect(nextDeed(climb(goes), ladder, first, 21 * minute)).toEqual({ do: 'wait', step: { round: 1, level: 1 }, until: 30 * minute });
    expect(nextDeed(climb(goes), ladder, first, 30 * minute)).toEqual({ do: 'end', why: 'exhausted' });
  });

  it('knows whether somebody was rung at a step', () => {
    const goes = [go(0, first.writer, 0, false), go(0, second.writer, 1, true), go(1, first.writer, 2, null), go(0, first.writer, 3, false, 1)];
    const asked = [{ round: 0, level: 0 }, { round: 0, level: 1 }, { round: 1, level: 0 }, { round: 1, level: 1 }];
    expect(asked.map((step) => isRung(goes, step))).toEqual([true, false, false, false]);
  });

  it('is nothing while another has a go, for half a minute and no longer', () => {
    const goes = climb([go(0, first.writer, 29_000, null)]);
    expect(nextDeed(goes, ladder, second, 30_000)).toMatchObject({ do: 'wait', until: 59_000 });
    expect(nextDeed(goes, ladder, second, 59_000)).toMatchObject({ do: 'try' });
  });

  it('is the next level after its wait, counted from the ring before it', () => {
    const goes = climb([go(0, first.writer, 1_000, true)]);
    expect(nextDeed(goes, ladder, first, 2_000)).toEqual({ do: 'wait', step: { round: 0, level: 1 }, until: 1_000 + 5 * minute });
  });

  it('is the next level at once where the one before could not be rung', () => {
    expect(nextDeed(climb([go(0, first.writer, 1_000, false)]), ladder, first, 4_000)).toMatchObject({ do: 'try', step: { level: 1 } });
  });

  it('is the same level, at once, for the next console where the one before it reached no siren', () => {
    expect(nextDeed(climb([go(0, first.writer, 1_000, false)]), ladder, second, 4_000)).toMatchObject({ do: 'try', step: { level: 0 } });
  });

  it('begins again after a minute, however often, while nobody at all could be rung', () => {
    const vain = [0, 1, 2, 3].flatMap((round) => [go(0, first.writer, round * 70_000, false, round), go(1, first.writer, round * 70_000 + 3_000, false, round)]);
    expect(nextDeed(climb(vain), ladder, first, 217_000)).toEqual({ do: 'wait', step: { round: 4, level: 0 }, until: 276_000 });
    expect(nextDeed(climb(vain), ladder, first, 276_000)).toMatchObject({ do: 'try', step: { round: 4, level: 0 } });
  });

  it('climbs again as often as the policy says, and then says that nobody took it', () => {
    const rung = [go(0, first.writer, 0, true), go(1, first.writer, 5 * minute, true), go(0, first.writer, 15 * minute, true, 1), go(1, first.writer, 20 * minute, true, 1)];
    expect(nextDeed(climb(rung.slice(0, 2)), ladder, first, 6 * minute)).toMatchObject({ do: 'wait', step: { round: 1, level: 0 }, until: 15 * minute });
    expect(nextDeed(climb(rung), ladder, first, 29 * minute)).toMatchObject({ do: 'wait', until: 30 * minute });
    expect(nextDeed(climb(rung), ladder, first, 30 * minute)).toEqual({ do: 'end', why: 'exhausted' });
  });

  it('ends at an ack, at two where the policy wants two, and is nothing afterwards', () => {
    const kim = { by: 'kim', at: 1 };
    expect(nextDeed(climb([], { acks: [kim] }), ladder, first, 5)).toEqual({ do: 'end', why: 'acked' });
    expect(nextDeed(climb([], { acks: [kim] }), { ...ladder, acks: 2 }, first, 5)).toMatchObject({ do: 'try' });
    expect(nextDeed(climb([], { acks: [kim, { by: 'lee', at: 2 }] }), { ...ladder, acks: 2 }, first, 5)).toEqual({ do: 'end', why: 'acked' });
    expect(nextDeed(climb([], { end: { at: 3, why: 'acked' } }), ladder, first, 5)).toEqual({ do: 'nothing' });
  });
});
