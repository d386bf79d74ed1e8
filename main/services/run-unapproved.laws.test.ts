import { describe, expect, it } from 'vitest';
import type { Run } from '../../core/run/run';
import { RunWorld, settle } from '../../tests/support/run-world';

const runbook = '# M\n```manual\nRing the customer.\n```\n```sh {name=drop, danger=destroy}\ntrue\n```\n';
const byHand = { position: 1, host: '@console' };

async function request(world: RunWorld): Promise<string> {
  const { hash } = await world.plan({}, ['api']);
  const answer = await world.runner.request({ hash, reason: 'test', caseId: null });
  if (!answer.ok) throw new Error(answer.error.code);
  await settle();
  return answer.value.run;
}

async function view(world: RunWorld, id: string): Promise<Run> {
  const detail = await world.runner.detail(id);
  if (!detail.ok) throw new Error(detail.error.code);
  return detail.value;
}

const codes = (world: RunWorld): string[] => world.entries.map(({ code }) => code);

/** Everything a person, or a window that is not ours any more, could try; none of it may reach a server. */
async function tryEverything(world: RunWorld, run: string): Promise<void> {
  const before = world.entries.length;
  for (const decision of ['manual-done', 'skip', 'retry', 'retry-recordless'] as const) {
    for (const slot of [byHand, { position: 2, host: 'h1' }]) expect(await world.runner.decide(run, slot, decision, 'x')).toMatchObject({ ok: false });
  }
  for (const position of [1, 2]) expect(await world.runner.retryFailed(run, position, 'x')).toMatchObject({ ok: false });
  for (const stepByStep of [undefined, true, false]) expect(await world.runner.resume(run, stepByStep)).toMatchObject({ ok: false });
  await world.time.pass(120_000);
  expect(world.entries.length).toBe(before);
  expect(world.servers.startCalls.size).toBe(0);
}

describe('law 4: nothing of a run begins that was not approved', () => {
  it('a refused one takes no decision, then or after a restart', async () => {
    const world = new RunWorld([{}], runbook);
    world.answer = () => null;
    const run = await request(world);
    await tryEverything(world, run);
    await world.crash();
    await tryEverything(world, run);
    expect(codes(world)).toEqual(['RUN-PLAN', 'RUN-REFUSED']);
    expect(await view(world, run)).toMatchObject({ state: 'ended', outcome: { kind: 'refused', why: 'approval-declined' } });
  });

  it('one that waits for its approval takes no decision, and a restart ends it', async () => {
    const world = new RunWorld([{}], runbook);
    world.answer = () => new Promise(() => undefined);
    const run = await request(world);
    await tryEverything(world, run);
    await world.crash();
    expect(codes(world)).toEqual(['RUN-PLAN', 'RUN-REFUSED']);
    await tryEverything(world, run);
  });

  it.each([
    ['a decision while it waited', 'waits', ['STEP-DECISION']],
    ['a resume while it waited', 'waits', ['RUN-RESUME']],
    ['a decision and a start, and no approval', 'waits', ['STEP-DECISION', 'RUN-START', 'RUN-RESUME']],
    ['a decision behind the refusal', 'refused', ['STEP-DECISION']],
    ['an approval and a start behind the refusal', 'refused', ['STEP-DECISION', 'RUN-APPROVE', 'RUN-START', 'RUN-RESUME']],
    ['a refusal whose cause a newer version wrote, and a decision', 'unknown cause', ['STEP-DECISION', 'RUN-RESUME']],
  ] as const)('whatever a journal says already: %s', async (_, how, behind) => {
    const world = new RunWorld([{}], runbook);
    world.answer = () => (how === 'waits' ? new Promise(() => undefined) : null);
    const run = await request(world);
    const [asked] = world.entries;
    if (asked === undefined) throw new Error('nothing was asked');
    if (how === 'unknown cause') Object.assign(world.entries.at(-1)?.data ?? {}, { why: 'from-a-newer-version' });
    const data = { ...asked.data, ...byHand, step: 'step-1', attempt: 1, decision: 'manual-done', reason: 'x', stepByStep: false };
    for (const code of behind) world.entries.push({ ...asked, seq: world.entries.length + 1, code, data });
    await world.crash();
    expect(world.runner.list()).toMatchObject([{ id: run, state: 'ended', outcome: { kind: 'refused' } }]);
    expect(await view(world, run)).toMatchObject({ state: 'ended' });
    await tryEverything(world, run);
    await world.crash();
    await tryEverything(world, run);
  });

  it('an approved one takes decisions as before, also after a restart', async () => {
    const world = new RunWorld([{}], runbook);
    const run = await request(world);
    await world.crash();
    expect(await world.runner.resume(run)).toMatchObject({ ok: true });
    expect(await world.runner.decide(run, byHand, 'manual-done', 'rang')).toMatchObject({ ok: true });
    await settle();
    expect(world.servers.started.map(({ claim }) => claim.position)).toEqual([2]);
  });
});
