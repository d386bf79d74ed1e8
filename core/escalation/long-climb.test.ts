import { describe, expect, it } from 'vitest';
import type { Escalation, Ladder, Try } from './escalation';
import { createEscalationBook } from './escalation-book';
import { nextDeed } from './next-deed';

const ladder: Ladder = { levels: [{ who: 'kim', after: 0 }, { who: 'lee', after: 300_000 }], repeat: 1, pause: 300_000, acks: 1, awakeFirst: false };
const me = { writer: 'kim.laptop', before: [] };
const about = { escalation: 'am/1', title: 'DB down' };

/** Climbs for so many rounds in vain, as the desk does: each deed when it is due, each told to the book. */
function climbInVain(rounds: number) {
  const book = createEscalationBook();
  const begunAt: number[] = [];
  let now = 0;
  const tell = (code: string, data: object): void => void book.take({ at: now, writer: me.writer, code, data: { ...about, ...data } });
  const subject = (): Escalation => {
    const known = book.get(about.escalation);
    if (known === null) throw new Error('no climb');
    return known;
  };
  const go = (rung: boolean): void => {
    const deed = nextDeed(subject(), ladder, me, now);
    if (deed.do === 'wait') now = deed.until;
    if (deed.do !== 'try') return;
    const step = { ...deed.step, to: 'kim' };
    if (step.level === 0) begunAt.push(now);
    tell('ESCALATION-TRY', step);
    now += 3_000;
    tell(rung ? 'ESCALATION-RUNG' : 'ESCALATION-NOT-RUNG', { ...step, ...(rung ? {} : { why: 'siren-missing', detail: '', failure: { code: 'siren-missing', values: { to: 'x' } } }) });
  };
  tell('ESCALATION-BEGIN', { rule: 'rule 1', firing: '0 rule 1 #1' });
  while (!subject().tries.some(({ round, level, ended }) => round === rounds - 1 && level === 1 && ended !== null)) go(false);
  return { subject, begunAt, go, deed: () => nextDeed(subject(), ladder, me, now) };
}

/** Counts how often a list of tries is read, element by element. */
function counted(tries: readonly Try[]) {
  let reads = 0;
  const watched = new Proxy([...tries], {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  return { tries: watched, reads: () => reads };
}

describe('a climb that reaches nobody for days', () => {
  it('goes on as it began: each round a minute after the one before it was done with', () => {
    const { begunAt } = climbInVain(100);
    expect(begunAt.slice(1).map((at, index) => at - (begunAt[index] ?? 0))).toEqual(Array.from({ length: 99 }, () => 66_000));
  });

  it('keeps of what was in vain only what decides the next deed', () => {
    expect(climbInVain(100).subject().tries.length).toBe(climbInVain(3).subject().tries.length);
  });

  it('climbs on as the policy says once somebody could be rung, and ends only then', () => {
    const { subject, go, deed } = climbInVain(10);
    for (let step = 0; step < 20 && deed().do !== 'end'; step += 1) go(true);
    const rung = subject().tries.filter(({ ended }) => ended?.rung === true);
    expect(rung.map(({ round, level }) => `${String(round)}.${String(level)}`)).toEqual(['10.0', '10.1', '11.0', '11.1']);
    expect(deed()).toEqual({ do: 'end', why: 'exhausted' });
  });

  it('takes no more work in its hundredth round than in its third', () => {
    const reads = [3, 100].map((rounds) => {
      const subject = climbInVain(rounds).subject();
      const { tries, reads: count } = counted(subject.tries);
      nextDeed({ ...subject, tries }, ladder, me, 0);
      return count();
    });
    expect(reads[1]).toBe(reads[0]);
  });

  it('looks at each go a few times and no more, however many there are', () => {
    const vain = Array.from({ length: 800 }, (_, index): Try => ({ round: Math.floor(index / 2), level: index % 2, to: 'kim', by: me.writer, at: index, ended: { at: index, rung: false, why: null } }));
    const { tries, reads } = counted(vain);
    const deed = nextDeed({ ...climbInVain(1).subject(), tries }, ladder, me, 0);
    expect(deed).toMatchObject({ do: 'wait', step: { round: 400, level: 0 } });
    expect(reads()).toBeLessThanOrEqual(4 * vain.length);
  });
});
