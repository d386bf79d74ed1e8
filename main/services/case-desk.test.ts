import { describe, expect, it } from 'vitest';
import type { CaseDetail } from '../../core/case/case';
import { createAlertWorld, firing, seenAlert, type AlertWorld } from '../../tests/support/alert-world';

const minute = 60_000;
const settings = {
  grading: [{ when: 'severity="critical"', grade: '911' }, { when: 'severity="warning"', grade: '912', within: '2h' }],
  sources: [{ id: 'am', kind: 'test', every: '15s' }],
};
const disk = seenAlert('disk', { severity: 'critical' });
const queue = seenAlert('queue', { severity: 'warning' });

async function world(): Promise<AlertWorld> {
  const of = await createAlertWorld(settings);
  of.answers.set('am', firing(disk, queue));
  await of.time.pass(1_000);
  return of;
}

async function cases(of: AlertWorld): Promise<CaseDetail[]> {
  const list = await of.cases.list();
  if (!list.ok) throw new Error('no list');
  const details = await Promise.all(list.value.map(({ id }) => of.cases.detail({ id })));
  return details.flatMap((detail) => (detail.ok ? [detail.value] : []));
}

describe('a case', () => {
  it('opens by itself for a 911, on the day of the workspace, and not for a 912', async () => {
    const of = await world();
    // 17:10 UTC is the next day in Seoul.
    expect(await cases(of)).toMatchObject([{ id: '2026-11-22/1', title: 'disk', state: 'open', alerts: ['am/disk'], owner: null }]);
    const page = await of.desk.page({ offset: 0, limit: 10, search: '', showClosed: false });
    expect(page.ok && page.value.rows.map(({ caseId }) => caseId)).toEqual(['2026-11-22/1', null]);
  });

  it('opens when a person says 911 and when a 912 is overdue', async () => {
    const of = await world();
    await of.desk.grade({ ids: ['am/queue'], grade: '911', why: 'it hits everyone' });
    expect((await cases(of)).map(({ id }) => id).sort()).toEqual(['2026-11-22/1', '2026-11-22/2']);
    const other = await world();
    await other.time.pass(121 * minute);
    expect((await cases(other)).map(({ title }) => title).sort()).toEqual(['disk', 'queue']);
  });

  it('tells who did what and what machines saw, in order, in both languages', async () => {
    const of = await world();
    await of.time.pass(minute);
    await of.desk.ack({ ids: ['am/disk'] });
    await of.time.pass(minute);
    await of.cases.note({ id: '2026-11-22/1', text: 'restarting the replica' });
    const [opened] = await cases(of);
    expect(opened?.owner).toBe('kim');
    expect(opened?.timeline.map(({ code, who }) => [code, who])).toEqual([
      ['ALERT-FIRED', ''],
      ['CASE-OPEN', ''],
      ['ALERT-ACK', 'kim'],
      ['CASE-NOTE', 'kim'],
    ]);
    expect(opened?.timeline[3]).toMatchObject({ en: 'kim on case 2026-11-22/1: restarting the replica' });
    expect(opened?.timeline[2]?.ko).toContain('맡았습니다');
  });

  it('takes the same alert again while it is open, and joins another of the same kind', async () => {
    const of = await world();
    of.answers.set('am', firing());
    await of.time.pass(20 * minute);
    of.answers.set('am', firing(disk, seenAlert('disk2', { alertname: 'disk', severity: 'critical' })));
    await of.time.pass(minute);
    expect(await cases(of)).toMatchObject([{ id: '2026-11-22/1', alerts: ['am/disk', 'am/disk2'] }]);
  });

  it('stays closed while the same firing goes on, and a new firing opens a new one with its own timeline', async () => {
    const of = await world();
    of.configure({ ...settings, 'reopen-within': '5m' });
    expect(await of.cases.close({ id: '2026-11-22/1', verdict: 'false-ring', why: 'planned' })).toMatchObject({ ok: true });
    await of.time.pass(30 * minute);
    expect(await cases(of)).toMatchObject([{ state: 'closed', verdict: 'false-ring', why: 'planned' }]);
    expect(await of.cases.close({ id: '2026-11-22/1', verdict: 'real', why: 'x' })).toMatchObject({ error: { code: 'case-closed' } });
    of.answers.set('am', firing());
    await of.time.pass(20 * minute);
    of.answers.set('am', firing(disk));
    await of.time.pass(minute);
    const [open, closed] = await cases(of);
    expect(open).toMatchObject({ id: '2026-11-22/2', state: 'open' });
    expect(open?.timeline.filter(({ code }) => code === 'ALERT-FIRED')).toHaveLength(1);
    expect(closed?.timeline.map(({ code }) => code)).toEqual(['ALERT-FIRED', 'CASE-OPEN', 'CASE-CLOSE']);
  });

  it('opens again when its alert comes back soon after its end, and says so', async () => {
    const of = await world();
    await of.cases.close({ id: '2026-11-22/1', verdict: 'real', why: 'restarted' });
    of.answers.set('am', firing());
    await of.time.pass(20 * minute);
    of.answers.set('am', firing(disk));
    await of.time.pass(minute);
    expect(await cases(of)).toMatchObject([{ id: '2026-11-22/1', state: 'open', reopened: 1, verdict: null }]);
    const before = await cases(of);
    await of.restart({ store: 'lost' });
    expect(await cases(of)).toEqual(before);
  });

  it('gathers alerts of one group whatever their names, and leaves out what a person took out', async () => {
    const of = await createAlertWorld({ ...settings, grading: [{ when: 'severity="critical"', grade: '911', 'group-by': ['service'] }] });
    const of2 = (name: string, service: string) => seenAlert(name, { severity: 'critical', service });
    of.answers.set('am', firing(of2('api-down', 'shop'), of2('db-slow', 'shop'), of2('mail', 'post')));
    await of.time.pass(minute);
    const shop = (await cases(of)).find(({ alerts }) => alerts.length === 2);
    expect(shop?.alerts).toEqual(['am/api-down', 'am/db-slow']);
    expect(await of.cases.remove({ id: shop?.id ?? '', alert: 'am/db-slow' })).toMatchObject({ ok: true });
    await of.time.pass(minute);
    // A 911 always has a case: it gets its own, and the rule does not put it back.
    expect((await cases(of)).map(({ alerts }) => alerts.join())).toEqual(expect.arrayContaining(['am/api-down', 'am/db-slow', 'am/mail']));
  });

  it('is opened by hand, handed over with a summary, linked, merged, closed with follow-ups, and undone', async () => {
    const of = await world();
    const opened = await of.cases.open({ title: 'customers call', grade: '911', alerts: ['am/queue'] });
    if (!opened.ok) throw new Error(opened.error.code);
    const { id } = opened.value;
    expect(await of.cases.add({ id, alerts: ['am/disk'] })).toMatchObject({ error: { code: 'case-alert-elsewhere' } });
    expect(await of.cases.handOver({ id, to: 'nobody', summary: 'x' })).toMatchObject({ error: { code: 'case-person-unknown' } });
    await of.cases.handOver({ id, to: 'lee', summary: 'pool is full; restart next' });
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'https://kim:secret@bank.example/', 'https://x y']) {
      expect(await of.cases.link({ id, url, what: '' }), url).toMatchObject({ error: { code: 'case-link-bad' } });
    }
    const linked = await of.cases.link({ id, url: 'https://tickets.example/7', what: 'ticket' });
    expect((await cases(of)).find((each) => each.id === id)).toMatchObject({ owner: 'lee', handover: { from: 'kim', to: 'lee' }, links: [{ url: 'https://tickets.example/7' }] });
    expect(await of.desk.undo({ undo: (linked.ok && linked.value.undo) || '' })).toMatchObject({ ok: true });
    expect(await of.cases.merge({ id, into: id })).toMatchObject({ error: { code: 'case-same' } });
    await of.cases.merge({ id, into: '2026-11-22/1' });
    const into = (await cases(of)).find((each) => each.id === '2026-11-22/1');
    expect(into?.alerts).toEqual(['am/disk', 'am/queue']);
    expect(into?.timeline.map(({ code }) => code)).toContain('CASE-HANDOVER');
    const closed = await of.cases.close({ id: '2026-11-22/1', verdict: 'real', why: 'restarted', followUps: ['raise the pool', ''] });
    expect((await cases(of)).map(({ verdict, followUps }) => [verdict, followUps])).toEqual(expect.arrayContaining([['real', ['raise the pool']], ['duplicate', []]]));
    const before = await cases(of);
    await of.restart({ store: 'lost' });
    expect(await cases(of)).toEqual(before);
    expect(closed.ok && closed.value.undo).toBeTruthy();
    expect(await of.cases.reopen({ id, why: '' })).toMatchObject({ error: { code: 'case-merged' } });
  });

  it('is rebuilt from the journal alone', async () => {
    const of = await world();
    await of.desk.ack({ ids: ['am/disk'] });
    await of.cases.note({ id: '2026-11-22/1', text: 'looking' });
    const before = await cases(of);
    await of.restart({ store: 'lost' });
    expect(await cases(of)).toEqual(before);
    await of.time.pass(10 * minute);
    expect(await cases(of)).toHaveLength(1);
  });

  it('is refused to whoever may only look', async () => {
    const of = await world();
    of.role = 'watcher';
    expect(await of.cases.close({ id: '2026-11-22/1', verdict: 'real', why: 'x' })).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await of.cases.note({ id: '2026-11-22/1', text: 'x' })).toMatchObject({ error: { code: 'not-allowed' } });
  });
});
