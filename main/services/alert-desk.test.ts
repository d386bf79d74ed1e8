import { describe, expect, it } from 'vitest';
import { ok } from '../../core/errors';
import { alertOf, createAlertWorld, down, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';

const minute = 60_000;
const hour = 60 * minute;
const settings = {
  grading: [
    { when: 'severity=~"critical|page"', grade: '911', ring: 'auto' },
    { when: 'severity="warning"', grade: '912', within: '2h', overdue: 'ring' },
    { when: 'severity="info"', grade: 'noise' },
  ],
  sources: [{ id: 'am', kind: 'test', every: '15s' }],
};
const critical = seenAlert('disk', { severity: 'critical', instance: 'db-01:9100' });
const warning = seenAlert('queue', { severity: 'warning' });
const strange = seenAlert('odd');

async function world(...alerts: (typeof critical)[]): Promise<AlertWorld> {
  const made = await createAlertWorld(settings);
  made.answers.set('am', firing(...alerts));
  await made.time.pass(1_000);
  return made;
}

const page = async (of: AlertWorld, search = '', showClosed = false) => {
  const result = await of.desk.page({ offset: 0, limit: 100, search, showClosed });
  if (!result.ok) throw new Error('no page');
  return result.value;
};

describe('grading', () => {
  it('grades by the first rule that matches and says which', async () => {
    const of = await world(critical, warning, strange);
    expect(await alertOf(of, 'am/disk')).toMatchObject({ grade: '911', state: 'firing', where: 'db-01:9100', reason: { by: 'rule', who: 'rule 1' } });
    expect(await alertOf(of, 'am/queue')).toMatchObject({ grade: '912' });
    expect(await alertOf(of, 'am/odd')).toMatchObject({ grade: null, reason: { by: 'nobody' } });
    const { sections } = await page(of);
    expect(sections.map(({ section }) => section)).toEqual(['911', 'ungraded', '912']);
    expect(of.desk.counts()).toEqual({ '911': 1, '912': 1, ungraded: 1, noise: 0 });
  });

  it('notifies once for 911 and ungraded, never for 912, and rings only where a rule says auto', async () => {
    const of = await world(critical, warning, strange);
    await of.time.pass(5 * minute);
    expect(of.notices.map(({ title }) => title)).toEqual(['911: disk', 'not graded, counts as 911: odd']);
    expect(of.rings).toEqual([{ alert: 'am/disk', title: 'disk', rule: 'rule 1', when: 'now' }]);
  });

  it('lets an ungraded alert ring after ten minutes without ack, once, also across a restart', async () => {
    const of = await world(strange);
    await of.time.pass(9 * minute);
    expect(of.rings).toEqual([]);
    await of.time.pass(2 * minute);
    expect(of.rings).toMatchObject([{ rule: 'unmatched-after' }]);
    await of.restart({ store: 'lost' });
    await of.time.pass(30 * minute);
    expect(of.rings).toHaveLength(1);
  });

  it('does not ring for an ungraded alert that somebody has', async () => {
    const of = await world(strange);
    await of.desk.ack({ ids: ['am/odd'] });
    await of.time.pass(30 * minute);
    expect(of.rings).toEqual([]);
  });

  it('turns a 912 into a 911 at its deadline, writes that down, and keeps it so over a clock set back', async () => {
    const of = await world(warning);
    await of.time.pass(2 * hour - minute);
    expect((await alertOf(of, 'am/queue')).grade).toBe('912');
    await of.time.pass(2 * minute);
    expect(await alertOf(of, 'am/queue')).toMatchObject({ grade: '911', reason: { by: 'overdue' } });
    expect(of.codes()).toContain('ALERT-OVERDUE');
    expect(of.rings).toMatchObject([{ alert: 'am/queue', when: 'now' }]);
    of.time.jump(-5 * hour);
    await of.restart({ store: 'lost' });
    await of.time.pass(minute);
    expect((await alertOf(of, 'am/queue')).grade).toBe('911');
    expect(of.rings).toHaveLength(1);
  });

  it('still owes the ring in the morning after a restart without the store, until somebody has it', async () => {
    const of = await createAlertWorld({ ...settings, grading: [{ when: 'severity="warning"', grade: '912', within: '2h' }] });
    of.answers.set('am', firing(warning));
    await of.time.pass(hour);
    expect(await of.desk.owedRings()).toEqual([]);
    await of.time.pass(2 * hour);
    expect(of.rings).toMatchObject([{ alert: 'am/queue', when: 'morning' }]);
    await of.restart({ store: 'lost' });
    await of.time.pass(minute);
    expect(of.rings).toHaveLength(1);
    expect(await of.desk.owedRings()).toMatchObject([{ alert: 'am/queue', title: 'queue', rule: 'rule 1', when: 'morning' }]);
    await of.desk.ack({ ids: ['am/queue'] });
    expect(await of.desk.owedRings()).toEqual([]);
  });

  it('keeps the 912 deadline over a restart', async () => {
    const of = await world(warning);
    const { deadline } = await alertOf(of, 'am/queue');
    await of.time.pass(hour);
    await of.restart({ store: 'lost' });
    await of.time.pass(minute);
    expect((await alertOf(of, 'am/queue')).deadline).toBe(deadline);
  });

  it('follows new rules at once', async () => {
    const of = await world(strange);
    of.configure({ ...settings, grading: [{ when: 'alertname="odd"', grade: 'noise' }] });
    expect((await alertOf(of, 'am/odd')).grade).toBe('noise');
  });
});

describe('what a source says', () => {
  it('believes that an alert is gone after two good polls', async () => {
    const of = await world(critical);
    of.answers.set('am', firing());
    await of.time.pass(6 * minute);
    expect((await alertOf(of, 'am/disk')).state).toBe('resolved');
    expect(of.codes().filter((code) => code === 'ALERT-RESOLVED')).toHaveLength(1);
    expect((await page(of)).total).toBe(0);
    expect((await page(of, '', true)).sections).toMatchObject([{ section: 'resolved', count: 1 }]);
  });

  it('is not fooled by one poll without it', async () => {
    const of = await world(critical);
    await of.time.pass(6 * minute);
    of.answers.set('am', firing());
    await of.time.pass(15_000);
    expect((await alertOf(of, 'am/disk')).state).toBe('firing');
    of.answers.set('am', firing(critical));
    await of.time.pass(minute);
    expect((await alertOf(of, 'am/disk')).count).toBe(1);
  });

  it('shows unknown for five minutes after the source was restarted', async () => {
    const of = await world(critical);
    await of.time.pass(6 * minute);
    of.answers.set('am', ok({ alerts: [], epoch: 'two' }));
    await of.time.pass(4 * minute);
    expect((await alertOf(of, 'am/disk')).state).toBe('unknown');
    expect(of.codes()).toContain('SOURCE-RESTARTED');
    await of.time.pass(3 * minute);
    expect((await alertOf(of, 'am/disk')).state).toBe('resolved');
  });

  it('shows unknown, never resolved, while the source is quiet; keeps what comes back as the same firing', async () => {
    const of = await world(critical);
    of.answers.set('am', down);
    await of.time.pass(90_000);
    expect((await alertOf(of, 'am/disk')).state).toBe('unknown');
    await of.time.pass(20 * hour);
    expect((await alertOf(of, 'am/disk')).state).toBe('unknown');
    of.answers.set('am', firing(critical));
    await of.time.pass(minute);
    expect(await alertOf(of, 'am/disk')).toMatchObject({ state: 'firing', count: 1 });
  });

  it('takes two of one cluster for one, and the word of each that names an alert', async () => {
    const of = await createAlertWorld({ ...settings, sources: [{ id: 'a', kind: 'test', cluster: 'us' }, { id: 'b', kind: 'test', cluster: 'us' }] });
    of.answers.set('a', firing(critical));
    of.answers.set('b', firing(critical));
    await of.time.pass(6 * minute);
    expect((await page(of)).rows).toMatchObject([{ id: 'us/disk', count: 1 }]);
    of.answers.set('a', down);
    await of.time.pass(2 * minute);
    expect((await alertOf(of, 'us/disk')).state).toBe('firing');
    of.answers.set('b', firing());
    await of.time.pass(2 * minute);
    expect((await alertOf(of, 'us/disk')).state).toBe('unknown');
    of.answers.set('a', firing());
    await of.time.pass(2 * minute);
    expect((await alertOf(of, 'us/disk')).state).toBe('resolved');
  });

  it('keeps the history of an alert that comes back', async () => {
    const of = await world(critical);
    await of.desk.note({ id: 'am/disk', text: 'swap is full' });
    await of.desk.grade({ ids: ['am/disk'], grade: 'noise', why: 'test host' });
    of.answers.set('am', firing());
    await of.time.pass(10 * minute);
    of.answers.set('am', firing(critical));
    await of.time.pass(minute);
    expect(await alertOf(of, 'am/disk')).toMatchObject({ count: 2, grade: '911', state: 'firing', ack: null, notes: [{ by: 'kim', text: 'swap is full' }] });
  });

  it('closes what only a removed source knew', async () => {
    const of = await world(critical);
    of.configure({ ...settings, sources: [] });
    expect((await alertOf(of, 'am/disk')).state).toBe('resolved');
    expect(of.journal.entries.at(-1)).toMatchObject({ code: 'ALERT-RESOLVED', data: { why: 'source-removed' } });
  });

  it('writes a storm as thirty entries and a sum, and lists all of it', async () => {
    const of = await world(...Array.from({ length: 500 }, (_, index) => seenAlert(`a${index}`, { severity: 'critical' })));
    await of.time.pass(2 * minute);
    expect((await page(of)).total).toBe(500);
    expect(of.codes().filter((code) => code === 'ALERT-FIRED')).toHaveLength(30);
    expect(of.journal.entries.find(({ code }) => code === 'ALERT-STORM')?.data).toMatchObject({ source: 'am', count: 470 });
    expect(of.notices).toMatchObject([{ title: '500 alerts need somebody now' }]);
    expect(of.codes().filter((code) => code.startsWith('CASE-')).length).toBeLessThan(40);
    expect((await page(of)).rows.every(({ caseId }) => caseId !== null)).toBe(true);
  });
});

describe('blindness', () => {
  it.each([['refusing', down], ['hanging', 'hang'] as const])('names a %s source within 90 s and writes it down', async (_, answer) => {
    const of = await createAlertWorld({ ...settings, sources: [{ id: 'am', kind: 'test', every: '30s' }] });
    of.answers.set('am', firing(critical));
    await of.time.pass(10 * minute);
    expect(of.desk.blind()).toEqual([]);
    of.answers.set('am', answer);
    await of.time.pass(90_000);
    expect(of.desk.blind()).toMatchObject([{ id: 'source:am', kind: 'source', name: 'am' }]);
    expect(of.codes().filter((code) => code === 'SOURCE-LOST')).toHaveLength(1);
    of.answers.set('am', firing(critical));
    await of.time.pass(minute);
    expect(of.desk.blind()).toEqual([]);
    expect(of.codes().at(-1)).toBe('SOURCE-BACK');
    expect(of.desk.sources()).toMatchObject([{ id: 'am', state: 'seen' }]);
  });

  it('names a source that never answered', async () => {
    const of = await createAlertWorld(settings);
    await of.time.pass(90_000);
    expect(of.desk.blind()).toMatchObject([{ name: 'am', problem: { code: 'http-refused' } }]);
  });

  it('says that it slept, since when, and looks at once', async () => {
    const of = await world(critical);
    await of.time.pass(minute);
    of.time.jump(3 * hour);
    await of.time.pass(6_000);
    expect(of.desk.blind()).toMatchObject([{ kind: 'sleep', problem: { code: 'watch-slept' } }]);
    expect(of.codes()).toContain('WATCH-SLEPT');
    await of.time.pass(15 * minute);
    expect(of.desk.blind()).toEqual([]);
  });
});

describe('acts', () => {
  it('are refused to whoever may only look', async () => {
    const of = await world(critical);
    of.role = null;
    expect(await of.desk.ack({ ids: ['am/disk'] })).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect((await alertOf(of, 'am/disk')).ack).toBeNull();
  });

  it('are visible at once, say what they did in both languages, and can be undone once', async () => {
    const of = await world(critical);
    const act = await of.desk.ack({ ids: ['am/disk'] });
    expect(act).toMatchObject({ ok: true, value: { en: 'You have disk', ko: 'disk을(를) 맡았습니다' } });
    expect((await alertOf(of, 'am/disk')).ack).toMatchObject({ by: 'kim' });
    const undo = act.ok ? act.value.undo : null;
    expect(await of.desk.undo({ undo: undo ?? '' })).toMatchObject({ ok: true });
    expect((await alertOf(of, 'am/disk')).ack).toBeNull();
    expect(await of.desk.undo({ undo: undo ?? '' })).toMatchObject({ ok: false, error: { code: 'undo-gone' } });
    expect(of.codes().slice(-2)).toEqual(['ALERT-ACK', 'ALERT-UNACK']);
  });

  it('undo of a grade brings the grade before back', async () => {
    const of = await world(critical);
    await of.desk.grade({ ids: ['am/disk'], grade: '912', why: 'replica' });
    const act = await of.desk.grade({ ids: ['am/disk'], grade: 'noise', why: 'test' });
    await of.desk.undo({ undo: (act.ok && act.value.undo) || '' });
    expect(await alertOf(of, 'am/disk')).toMatchObject({ grade: '912', reason: { by: 'person', who: 'kim', text: 'replica' } });
  });

  it('a full disk stops grading but never an ack', async () => {
    const of = await world(critical);
    of.diskFull = true;
    expect(await of.desk.ack({ ids: ['am/disk'] })).toMatchObject({ ok: true });
    expect(await of.desk.grade({ ids: ['am/disk'], grade: '912', why: '' })).toMatchObject({ ok: false });
    expect(await alertOf(of, 'am/disk')).toMatchObject({ grade: '911', ack: { by: 'kim' } });
  });

  it('snooze keeps quiet until its end, over a restart without the store, then tells again', async () => {
    const of = await world(critical);
    const until = of.time.clock.now() + 2 * hour;
    expect(await of.desk.snooze({ ids: ['am/disk'], until, why: 'vendor is on it' })).toMatchObject({ ok: true });
    expect((await page(of)).sections).toMatchObject([{ section: 'snoozed' }]);
    await of.restart({ store: 'lost' });
    await of.time.pass(2 * hour - minute);
    expect((await alertOf(of, 'am/disk')).snooze).toEqual({ by: 'kim', until, untilWorse: false });
    const before = of.notices.length;
    await of.time.pass(2 * minute);
    expect((await page(of)).sections).toMatchObject([{ section: '911' }]);
    expect(of.notices.length).toBe(before + 1);
  });

  it('refuses a snooze without end, in the past, and noise without a reason', async () => {
    const of = await world(critical);
    const now = of.time.clock.now();
    const ids = ['am/disk'];
    expect(await of.desk.snooze({ ids, until: now + 25 * hour, why: '' })).toMatchObject({ error: { code: 'snooze-too-long' } });
    expect(await of.desk.snooze({ ids, until: now - 1, why: '' })).toMatchObject({ error: { code: 'snooze-past' } });
    expect(await of.desk.snooze({ ids, until: NaN, why: '' })).toMatchObject({ error: { code: 'snooze-past' } });
    expect(await of.desk.grade({ ids, grade: 'noise', why: ' ' })).toMatchObject({ error: { code: 'noise-needs-why' } });
    expect(await of.desk.ack({ ids: ['am/none'] })).toMatchObject({ error: { code: 'alert-unknown' } });
  });

  it('are all there again after the store was deleted', async () => {
    const of = await world(critical, warning);
    await of.desk.ack({ ids: ['am/disk'] });
    await of.desk.note({ id: 'am/disk', text: 'looked' });
    await of.desk.grade({ ids: ['am/queue'], grade: '911', why: 'customers see it' });
    await of.restart({ store: 'lost' });
    expect(await alertOf(of, 'am/disk')).toMatchObject({ state: 'unknown', ack: { by: 'kim' }, notes: [{ text: 'looked' }], labels: critical.labels });
    expect(await alertOf(of, 'am/queue')).toMatchObject({ grade: '911', reason: { by: 'person' } });
  });
});

describe('the list', () => {
  it('finds by words and matchers and hides nothing when the matcher is half-typed', async () => {
    const of = await world(critical, warning, strange);
    expect((await page(of, 'DB-01')).rows.map(({ id }) => id)).toEqual(['am/disk']);
    expect((await page(of, 'severity="warning"')).rows.map(({ id }) => id)).toEqual(['am/queue']);
    expect((await page(of, 'severity=warning que')).rows.map(({ id }) => id)).toEqual(['am/queue']);
    expect((await page(of, 'severity!=warning disk')).rows.map(({ id }) => id)).toEqual(['am/disk']);
    const broken = await page(of, 'severity="war');
    expect(broken.total).toBe(3);
    expect(broken.problem).toContain('quotes');
  });

  it('pushes at most once in 200 ms and not at all when nothing changed', async () => {
    const of = await world(critical);
    await of.time.pass(6 * minute);
    const pushed: number[] = [];
    of.desk.onChanged(({ revision }) => pushed.push(revision));
    await of.time.pass(2 * minute);
    expect(pushed).toEqual([]);
    await Promise.all(Array.from({ length: 50 }, (_, index) => of.desk.note({ id: 'am/disk', text: `n${index}` })));
    await of.time.pass(200);
    expect(pushed).toHaveLength(1);
  });

  it('is there at once after a start, every alert unknown until its source confirms it', async () => {
    const of = await world(critical, warning);
    await of.time.pass(minute);
    of.answers.set('am', 'hang');
    await of.restart();
    expect((await page(of)).rows.map(({ state }) => state)).toEqual(['unknown', 'unknown']);
    of.answers.set('am', firing(critical, warning));
    await of.time.pass(2 * minute);
    expect((await page(of)).rows.map(({ state }) => state)).toEqual(['firing', 'firing']);
    expect(of.notices).toHaveLength(1);
  });
});
