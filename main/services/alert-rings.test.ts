import { describe, expect, it } from 'vitest';
import { alertOf, createAlertWorld, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';

const minute = 60_000;
const hour = 60 * minute;
const settings = {
  grading: [{ when: 'severity="critical"', grade: '911', ring: 'auto' }, { when: 'severity="warning"', grade: '912', within: '2h', overdue: 'ring' }],
  sources: [{ id: 'am', kind: 'test', every: '15s' }],
};
const critical = seenAlert('disk', { severity: 'critical' });
const warning = seenAlert('queue', { severity: 'warning' });
const strange = seenAlert('odd');

async function world(...alerts: (typeof critical)[]): Promise<AlertWorld> {
  const made = await createAlertWorld(settings);
  made.answers.set('am', firing(...alerts));
  await made.time.pass(1_000);
  return made;
}

async function blink(of: AlertWorld, back: typeof critical): Promise<void> {
  of.answers.set('am', firing());
  await of.time.pass(minute);
  of.answers.set('am', firing(back));
  await of.time.pass(minute);
}

describe('what blinks, lapses and is given back', () => {
  it('rings again for a 911 that came back after a blink and that nobody has, though not at once', async () => {
    const of = await world(critical);
    await of.time.pass(minute);
    await blink(of, critical);
    await of.time.pass(5 * minute);
    expect([of.rings.length, of.notices.length]).toEqual([1, 1]);
    await of.time.pass(3 * hour);
    expect([of.rings.length, of.notices.length]).toEqual([2, 1]);
  });

  it('does not ring for a 911 that blinks while somebody has it', async () => {
    const of = await world(critical);
    await of.desk.ack({ ids: ['am/disk'] });
    for (let times = 0; times < 10; times += 1) {
      await of.time.pass(10 * minute);
      await blink(of, critical);
    }
    expect(of.rings).toHaveLength(1);
  });

  it('lets the hours of a 912 go on through blinks, and those of a new one begin anew', async () => {
    const of = await world(warning);
    const { deadline } = await alertOf(of, 'am/queue');
    await of.time.pass(50 * minute);
    await blink(of, warning);
    expect((await alertOf(of, 'am/queue')).deadline).toBe(deadline);
    await of.restart({ store: 'lost' });
    await of.time.pass(50 * minute);
    await blink(of, warning);
    expect((await alertOf(of, 'am/queue')).deadline).toBe(deadline);
    await of.time.pass(20 * minute);
    expect(of.rings).toMatchObject([{ alert: 'am/queue', when: 'now' }]);
    of.answers.set('am', firing());
    await of.time.pass(10 * minute);
    of.answers.set('am', firing(warning));
    await of.time.pass(minute);
    expect(await alertOf(of, 'am/queue')).toMatchObject({ grade: '912' });
  });

  it('rings for an ungraded one that never stands for ten minutes on end', async () => {
    const of = await world(strange);
    await of.time.pass(5 * minute);
    await blink(of, strange);
    await of.time.pass(5 * minute);
    expect(of.rings).toMatchObject([{ alert: 'am/odd', rule: 'unmatched-after' }]);
  });

  it('counts anew what a person graded and what then came back without that grade', async () => {
    const of = await world(strange);
    await of.time.pass(8 * minute);
    await of.desk.grade({ ids: ['am/odd'], grade: 'noise', why: 'a test' });
    await of.time.pass(hour);
    await blink(of, strange);
    await of.time.pass(7 * minute);
    expect(of.rings).toEqual([]);
    await of.time.pass(5 * minute);
    expect(of.rings).toHaveLength(1);
  });

  it.each([
    ['911', critical, minute],
    ['ungraded', strange, 11 * minute],
    ['overdue', warning, 2 * hour + minute],
  ] as const)('%s: rings again, and says so, when the ack of whoever was rung lapses', async (_what, which, after) => {
    const of = await world(which);
    await of.time.pass(after);
    expect(of.rings).toHaveLength(1);
    const urgent = (): number => of.notices.filter((notice) => notice.urgent).length;
    const notices = urgent();
    await of.desk.ack({ ids: [`am/${which.fingerprint}`], until: of.time.clock.now() + 30 * minute });
    await of.time.pass(29 * minute);
    expect(of.rings).toHaveLength(1);
    await of.time.pass(2 * minute);
    expect([of.rings.length, urgent()]).toEqual([2, notices + 1]);
    await of.time.pass(3 * hour);
    expect(of.rings).toHaveLength(2);
  });

  it('rings again for what was given back and what nobody took within ten minutes, also over a restart', async () => {
    const of = await world(critical);
    await of.desk.ack({ ids: ['am/disk'] });
    await of.time.pass(hour);
    await of.desk.unack({ ids: ['am/disk'] });
    await of.time.pass(5 * minute);
    expect(of.rings).toHaveLength(1);
    await of.restart({ store: 'lost' });
    await of.time.pass(6 * minute);
    expect(of.rings).toHaveLength(2);
  });

  it('rings again by its rule though a person called it a 911 as well', async () => {
    const of = await world(critical);
    await of.desk.grade({ ids: ['am/disk'], grade: '911', why: 'it is' });
    await of.desk.ack({ ids: ['am/disk'], until: of.time.clock.now() + 30 * minute });
    await of.time.pass(29 * minute);
    expect(of.rings).toHaveLength(1);
    await of.time.pass(2 * minute);
    expect(of.rings).toMatchObject([{ rule: 'rule 1' }, { rule: 'rule 1' }]);
  });

  it('tells again of one’s own 911 when one’s ack of it lapses', async () => {
    const of = await world(warning);
    await of.desk.grade({ ids: ['am/queue'], grade: '911', why: 'hits everyone' });
    await of.desk.ack({ ids: ['am/queue'], until: of.time.clock.now() + 30 * minute });
    const urgent = (): string[] => of.notices.flatMap((notice) => (notice.urgent ? [notice.title] : []));
    await of.time.pass(29 * minute);
    expect(urgent()).toEqual([]);
    await of.time.pass(2 * minute);
    expect(urgent()).toEqual(['911: queue']);
  });
});
