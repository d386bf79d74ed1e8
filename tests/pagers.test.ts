import { afterEach, describe, expect, it } from 'vitest';
import { openSourceDesk, type SourceDesk } from './lab/support/source-desk';
import { pagerEntry, PretendPager } from './support/pretend-pagers';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const kinds = ['pagerduty', 'opsgenie', 'jsm'] as const;
type Kind = (typeof kinds)[number];

async function begin(kind: Kind): Promise<{ pager: PretendPager; world: SourceDesk; look: () => Promise<void> }> {
  const pager = await PretendPager.start(kind);
  const world = await openSourceDesk({ sources: [{ id: 'pager', ...pagerEntry(kind, pager.url) }], secrets: { pager: 'sesame' } });
  closing.push(async () => {
    await world.desk.close();
    await pager.stop();
  });
  const look = async (): Promise<void> => {
    const before = pager.asked.filter((each) => each.startsWith('GET') && !each.includes('/requests/')).length;
    const seenAt = world.desk.sources()[0]?.seenAt;
    await world.desk.probe({ source: 'pager' });
    await expect.poll(() => pager.asked.filter((each) => each.startsWith('GET') && !each.includes('/requests/')).length, { timeout: 5_000 }).toBeGreaterThan(before);
    // Its answer is read by then, not only asked for.
    await expect.poll(() => world.desk.sources()[0]?.seenAt).not.toBe(seenAt);
    await expect.poll(() => world.desk.sources()[0]?.state).toBe('seen');
  };
  return { pager, world, look };
}

const only = (world: SourceDesk) => world.desk.all()[0];
const acts = (pager: PretendPager): string[] => pager.asked.filter((each) => !each.startsWith('GET'));

describe.each(kinds)('%s', (kind) => {
  it('shows what is open there, who has it there, and that it ended there', async () => {
    const { pager, world, look } = await begin(kind);
    const far = pager.fire('A1', 'Disk <b>full</b>');
    await look();
    await expect.poll(() => only(world)).toMatchObject({ title: 'Disk <b>full</b>', ack: null, labels: { severity: 'critical' }, there: { source: 'pager', acked: false } });
    Object.assign(far, { state: 'acked', by: 'Lee' });
    await look();
    await expect.poll(() => only(world)).toMatchObject({ ack: { by: 'Lee' }, there: { acked: true, by: 'Lee', waiting: null } });
    expect(world.journal.entries.find(({ code }) => code === 'ALERT-ACK-THERE')?.data).toMatchObject({ by: 'Lee', source: 'pager' });
    Object.assign(far, { state: 'open', by: '' });
    await look();
    await expect.poll(() => only(world)?.ack).toBeNull();
    far.state = 'closed';
    await look();
    await look();
    await expect.poll(() => world.desk.all()).toEqual([]);
    expect(acts(pager)).toEqual([]);
  });

  it('is told once that somebody has it here, and does not echo it back as news', async () => {
    const { pager, world, look } = await begin(kind);
    const far = pager.fire('A1');
    await look();
    await expect.poll(() => only(world)?.id).toBeTruthy();
    await world.desk.ack({ ids: [only(world)?.id ?? ''] });
    await expect.poll(() => far.state, { timeout: 5_000 }).toBe('acked');
    await expect.poll(() => world.codes(), { timeout: 5_000 }).toContain('ALERT-TOLD');
    await look();
    await look();
    expect(acts(pager)).toHaveLength(1);
    expect(only(world)).toMatchObject({ ack: { by: 'kim' }, there: { acked: true, waiting: null } });
    expect(world.codes()).not.toContain('ALERT-ACK-THERE');
    // It lapses there: the other side wants its people asked again, and we do not answer for them.
    far.state = 'open';
    await look();
    await look();
    expect(acts(pager)).toHaveLength(1);
  });

  it('is told that the case is closed', async () => {
    const { pager, world, look } = await begin(kind);
    const far = pager.fire('A1');
    await look();
    await expect.poll(() => only(world)?.caseId).toBeTruthy();
    expect(await world.cases.close({ id: only(world)?.caseId ?? '', verdict: 'real', why: 'restarted it', followUps: [] })).toMatchObject({ ok: true });
    await expect.poll(() => far.state, { timeout: 5_000 }).toBe('closed');
  });

  it('is told nothing of a case that goes on in another, and the end of that one for both', async () => {
    const { pager, world, look } = await begin(kind);
    const far = [pager.fire('A1', 'Disk full'), pager.fire('A2', 'Database down')];
    await look();
    await expect.poll(() => world.desk.all().flatMap(({ caseId }) => caseId ?? [])).toHaveLength(2);
    const [into = '', id = ''] = world.desk.all().flatMap(({ caseId }) => caseId ?? []);
    expect(await world.cases.merge({ id, into })).toMatchObject({ ok: true });
    await look();
    await look();
    expect(acts(pager)).toEqual([]);
    expect(await world.cases.close({ id: into, verdict: 'real', why: 'restarted it', followUps: [] })).toMatchObject({ ok: true });
    await expect.poll(() => far.map(({ state }) => state)).toEqual(['closed', 'closed']);
  });

  it('says what is not known there, and never tells what was undone meanwhile', async () => {
    const { pager, world, look } = await begin(kind);
    pager.refuse = { status: 500, body: {} };
    const far = pager.fire('A1');
    await look();
    await expect.poll(() => only(world)?.id).toBeTruthy();
    const began = Date.now();
    const acked = await world.desk.ack({ ids: [only(world)?.id ?? ''] });
    expect(Date.now() - began).toBeLessThan(5_000);
    await expect.poll(() => only(world)?.there?.waiting, { timeout: 5_000 }).toMatchObject({ act: 'ack', problem: { code: 'http-status' } });
    expect(only(world)?.ack).toMatchObject({ by: 'kim' });
    expect(world.desk.blind()).toMatchObject([{ id: 'relay:pager', problem: { code: 'relay-not-acked', values: { source: 'pager', count: 1, why: 'http-status' } } }]);
    expect(world.journal.entries.find(({ code }) => code === 'ALERT-NOT-TOLD')?.data).toMatchObject({ act: 'ack', failure: 'http-status' });
    if (!acked.ok || acked.value.undo === null) throw new Error('no undo');
    await world.desk.undo({ undo: acked.value.undo });
    pager.refuse = null;
    await look();
    await look();
    expect(far.state).toBe('open');
    expect(only(world)?.there?.waiting).toBeNull();
    expect(world.desk.blind()).toEqual([]);
  });

  it('reads page after page', async () => {
    const { pager, world, look } = await begin(kind);
    for (let number = 0; number < 250; number += 1) pager.fire(`A${String(number)}`);
    await look();
    await expect.poll(() => world.desk.all().length, { timeout: 5_000 }).toBe(250);
  });

  it('leaves a service alone that asks for a pause, and is blind meanwhile', async () => {
    const { pager, world } = await begin(kind);
    await expect.poll(() => world.desk.sources()[0]?.state).toBe('seen');
    pager.next.push({ status: 429, body: {}, headers: { 'retry-after': '2' } });
    await world.desk.probe({ source: 'pager' });
    await expect.poll(() => world.desk.sources()[0]?.problem).toMatchObject({ code: 'pager-limited', values: { seconds: 2 } });
    const asked = pager.asked.length;
    await world.desk.probe({ source: 'pager' });
    await expect.poll(() => world.desk.sources()[0]?.state).toBe('blind');
    expect(pager.asked).toHaveLength(asked);
  });

  it('says so when the key is wrong', async () => {
    const { pager, world } = await begin(kind);
    pager.next.push({ status: 403, body: {} });
    expect(await world.desk.testSource({ source: 'pager' })).toMatchObject({ ok: false, error: { code: 'pager-login', values: { status: 403 } } });
    expect(await world.desk.testSource({ source: 'pager' })).toMatchObject({ ok: true, value: { count: 0 } });
  });
});

it('takes an ack back at Opsgenie, and tells what waited after a restart', async () => {
  const { pager, world, look } = await begin('opsgenie');
  const far = pager.fire('A1');
  await look();
  await expect.poll(() => only(world)?.id).toBeTruthy();
  pager.refuse = { status: 503, body: {} };
  await world.desk.ack({ ids: [only(world)?.id ?? ''] });
  await expect.poll(() => only(world)?.there?.waiting?.problem).toMatchObject({ code: 'http-status' });
  pager.refuse = null;
  await world.restart('kept');
  await look();
  await expect.poll(() => far.state, { timeout: 5_000 }).toBe('acked');
  await expect.poll(() => world.codes()).toContain('ALERT-TOLD');
  await world.desk.unack({ ids: [only(world)?.id ?? ''] });
  await look();
  await expect.poll(() => far.state, { timeout: 5_000 }).toBe('open');
});
