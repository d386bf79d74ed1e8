import { describe, expect, it } from 'vitest';
import { alertOf, createAlertWorld, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';

const minute = 60_000;
const hour = 60 * minute;
const settings = {
  grading: [{ when: 'severity="critical"', grade: '911' }, { when: 'severity="warning"', grade: '912', within: '8h', overdue: 'morning' }],
  sources: [{ id: 'am', kind: 'test', every: '15s' }],
};
const warm = (fingerprint: string, more: Readonly<Record<string, string>> = {}) => seenAlert(fingerprint, { alertname: 'Warm', severity: 'warning', ...more }, { annotations: { value: '71 °C' } });

async function world(...alerts: ReturnType<typeof warm>[]): Promise<AlertWorld> {
  const of = await createAlertWorld(settings);
  of.answers.set('am', firing(...alerts));
  await of.time.pass(minute);
  return of;
}

const snooze = (of: AlertWorld, bound: { name: string; side: 'above' | 'below'; value: number } | null = null) =>
  of.desk.snooze({ ids: ['am/a'], until: of.time.clock.now() + 24 * hour, why: '', worse: { bound } });

describe('snoozed until it gets worse', () => {
  it('sleeps while nothing changes, at most a day, over a restart', async () => {
    const of = await world(warm('a'));
    expect(await snooze(of)).toMatchObject({ value: { en: expect.stringContaining('until it gets worse') } });
    await of.time.pass(hour);
    await of.restart({ store: 'lost' });
    await of.time.pass(hour);
    expect((await alertOf(of, 'am/a')).snooze).toMatchObject({ untilWorse: true });
    expect(of.codes()).not.toContain('ALERT-WORSE');
  });

  it.each<[string, ReturnType<typeof warm>[], string]>([
    ['twice as many of its name fire', [warm('a'), warm('b', { host: '2' })], 'count'],
    ['one of its name is more severe', [warm('a'), warm('b', { severity: 'critical' })], 'grade'],
    ['a severity that nobody knows', [{ ...warm('a'), labels: { ...warm('a').labels, severity: 'warning' } }, warm('b', { severity: 'hellish' })], 'grade'],
  ])('wakes when %s, once, and says why', async (_what, next, what) => {
    const of = await world(warm('a'));
    await snooze(of);
    of.answers.set('am', firing(...next));
    await of.time.pass(minute);
    expect((await alertOf(of, 'am/a')).snooze).toBeNull();
    const worse = of.journal.entries.filter(({ code }) => code === 'ALERT-WORSE');
    expect(worse).toMatchObject([{ data: { what } }]);
    await of.restart({ store: 'lost' });
    await of.time.pass(minute);
    expect((await alertOf(of, 'am/a')).snooze).toBeNull();
  });

  it('wakes when a value passes the bound, and not before', async () => {
    const of = await world(warm('a'));
    await snooze(of, { name: 'value', side: 'above', value: 80 });
    of.answers.set('am', firing({ ...warm('a'), annotations: { value: '79.9 °C' } }));
    await of.time.pass(minute);
    expect((await alertOf(of, 'am/a')).snooze).not.toBeNull();
    of.answers.set('am', firing({ ...warm('a'), annotations: { value: '80 °C' } }));
    await of.time.pass(minute);
    expect((await alertOf(of, 'am/a')).snooze).toBeNull();
  });
});

describe('an ack that lapses', () => {
  it('is everyone’s again at its end: told again, on record, over a restart', async () => {
    const of = await world(seenAlert('a', { severity: 'critical' }));
    const told = of.notices.length;
    expect(await of.desk.ack({ ids: ['am/a'], until: of.time.clock.now() + 30 * minute })).toMatchObject({ value: { en: 'You have a for 30 min' } });
    await of.time.pass(29 * minute);
    expect((await alertOf(of, 'am/a')).ack).toMatchObject({ by: 'kim' });
    expect(of.notices.slice(told).map(({ title, urgent }) => [title, urgent])).toEqual([['The ack of kim lapses in 5 min: a', false]]);
    await of.restart({ store: 'lost' });
    await of.time.pass(2 * minute);
    expect((await alertOf(of, 'am/a')).ack).toBeNull();
    expect(of.codes().filter((code) => code === 'ALERT-ACK-LAPSED')).toHaveLength(1);
    expect(of.notices.at(-1)).toMatchObject({ title: '911: a', urgent: true });
    await of.restart({ store: 'lost' });
    await of.time.pass(minute);
    expect(of.codes().filter((code) => code === 'ALERT-ACK-LAPSED')).toHaveLength(1);
  });

  it('is refused where it would lapse at once or never', async () => {
    const of = await world(warm('a'));
    expect(await of.desk.ack({ ids: ['am/a'], until: of.time.clock.now() })).toMatchObject({ error: { code: 'ack-past' } });
    expect(await of.desk.ack({ ids: ['am/a'], until: of.time.clock.now() + 25 * hour })).toMatchObject({ error: { code: 'ack-too-long' } });
  });
});

describe('a 912', () => {
  it('warns before its deadline and before the night in which that falls, each once, also over a restart', async () => {
    const of = await createAlertWorld(settings);
    of.answers.set('am', firing(warm('a')));
    const night = of.time.clock.now() + 6 * hour;
    of.nightBefore = (at) => (at >= night ? night : null);
    await of.time.pass(minute);
    await of.time.pass(5 * hour + 28 * minute);
    expect(of.notices).toEqual([]);
    await of.time.pass(3 * minute);
    expect(of.notices).toMatchObject([{ title: expect.stringContaining('falls due tonight'), urgent: false }]);
    await of.restart({ store: 'lost' });
    await of.time.pass(2 * hour + minute);
    expect(of.notices.map(({ title }) => title)).toEqual([expect.stringContaining('tonight'), '912 is due in 30 min: Warm']);
    expect(of.codes().filter((code) => code === 'ALERT-DUE')).toHaveLength(2);
    await of.time.pass(hour);
    expect(await alertOf(of, 'am/a')).toMatchObject({ grade: '911', reason: { by: 'overdue' } });
    expect(of.rings).toMatchObject([{ when: 'morning' }]);
  });

  it('that is snoozed past its deadline is overdue at the end of the snooze, not in the middle of it', async () => {
    const of = await world(warm('a'));
    await of.desk.snooze({ ids: ['am/a'], until: of.time.clock.now() + 10 * hour, why: '' });
    await of.time.pass(9 * hour);
    expect(of.rings).toEqual([]);
    await of.time.pass(hour + minute);
    expect(of.rings).toMatchObject([{ when: 'morning' }]);
  });
});

describe('noise', () => {
  it('is counted with its reason beside how often the alert was seen, and a verdict taken back was none', async () => {
    const of = await world(warm('a'));
    for (const reason of ['not-real', 'too-eager'] as const) {
      await of.desk.grade({ ids: ['am/a'], grade: 'noise', why: 'x', reason });
      of.answers.set('am', firing());
      await of.time.pass(10 * minute);
      of.answers.set('am', firing(warm('a')));
      await of.time.pass(minute);
    }
    expect((await alertOf(of, 'am/a')).history).toMatchObject({ seen: 3, noise: 2 });
    const third = await of.desk.grade({ ids: ['am/a'], grade: 'noise', why: 'x', reason: 'not-real' });
    await of.desk.undo({ undo: (third.ok && third.value.undo) || '' });
    await of.restart({ store: 'lost' });
    expect(await of.desk.noiseReport()).toMatchObject({ value: { seen: 3, noise: 2, lines: [{ title: 'Warm', alerts: 1, seen: 3, noise: 2, reasons: { 'not-real': 1, 'too-eager': 1 } }] } });
    const { history } = await alertOf(of, 'am/a');
    expect(history.days).toHaveLength(30);
    expect(history.days.at(-1)).toBe(3);
  });
});
