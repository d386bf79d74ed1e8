import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standing } from '../../core/run/cells';
import { claimPath, type Claim } from '../../core/run/claim';
import { rebuildRun } from '../../core/run/rebuild-run';
import type { StepBody } from '../ports/ssh';
import { RunWorld, settle, type Line } from '../../tests/support/run-world';

const step = (attributes: string, body = 'true'): string => `\`\`\`sh {${attributes}}\n${body}\n\`\`\`\n`;
const three = [{}, {}, {}];
const look = `# Look\n${step('name=look, danger=read', 'uptime')}`;
const restart = `# Restart\n${step('name=look, danger=read')}${step('name=restart, check=serves, rollback=undo')}${step('name=serves, danger=read')}${step('name=undo')}`;

const codes = (world: RunWorld): string[] => world.entries.map(({ code }) => code);

async function state(world: RunWorld, run: string): Promise<string> {
  const detail = await world.runner.detail(run);
  if (!detail.ok) return detail.error.code;
  return detail.value.held === null ? detail.value.state : `${detail.value.state} ${detail.value.held.code}`;
}

describe('RunbookRunner', () => {
  it('runs a plan that only reads at one press, and writes everything down in order', async () => {
    const world = new RunWorld([{}], look);
    const run = await world.run();
    expect(world.asked).toEqual([]);
    expect(await world.cells(run)).toEqual(['1.h1: ok']);
    expect(await state(world, run)).toBe('ended');
    expect(world.events).toEqual(['synced RUN-PLAN', 'synced RUN-APPROVE', 'synced RUN-START', 'synced STEP-INTENT', 'start h1', 'synced STEP-OUTCOME', 'synced RUN-END']);
  });

  it('asks for a change, checks right after it, and leaves the rollback out', async () => {
    const world = new RunWorld(three, restart);
    const run = await world.run();
    expect(world.asked[0]?.demand).toMatchObject({ danger: 'change', kind: 'type-count', word: '3' });
    expect(await state(world, run)).toBe('ended');
    expect(world.servers.started.map(({ claim }) => `${String(claim.position)}${claim.target}`).sort()).toEqual(['1h1', '1h2', '1h3', '2h1', '2h2', '2h3', '3h1', '3h2', '3h3']);
  });

  it.each([
    ['an investigator', (world: RunWorld) => void (world.may = false), 'run-not-allowed'],
    ['a plan for two in a team of one', (world: RunWorld) => void (world.policies = { 'two-people-for': ['change'], 'unvouched-may-run': true }, world.others = false), 'approval-nobody'],
  ])('refuses %s, journals it and sends nothing', async (_, arrange, code) => {
    const world = new RunWorld([{ danger: 'prod' }], restart);
    arrange(world);
    const { hash } = await world.plan({}, ['api']);
    expect(await world.runner.request({ hash, reason: '', caseId: null })).toMatchObject({ ok: false, error: { code } });
    expect(codes(world)).toEqual(['RUN-REFUSED']);
    expect(world.servers.startCalls.size).toBe(0);
  });

  it.each(['change' as const, 'prod' as const])('needs a second person for %s: whatever the window answers, nothing is sent without one', async (wanted) => {
    const world = new RunWorld([{ danger: 'prod' }], restart);
    world.policies = { 'two-people-for': [wanted], 'unvouched-may-run': true };
    const run = await world.run();
    expect(world.asked).toHaveLength(1);
    expect(world.asked[0]?.second).toMatchObject({ people: ['Lee'], held: null });
    expect(await state(world, run)).toBe('ended approval-not-held');
    expect(codes(world)).toEqual(['RUN-PLAN', 'RUN-REFUSED']);
    expect(world.servers.startCalls.size).toBe(0);
  });

  it('runs once with a second person’s approval, writes down whose, and never twice', async () => {
    const world = new RunWorld([{ danger: 'prod' }], restart);
    world.policies = { 'two-people-for': ['change'], 'unvouched-may-run': true };
    const { hash } = await world.plan({}, ['api']);
    world.held.set(hash, { by: 'lee.laptop', how: 'phone', proof: 'c'.repeat(16), until: 2_000_000 });
    const first = await world.run();
    expect(await state(world, first)).toBe('ended');
    expect(world.entries.find(({ code }) => code === 'RUN-APPROVE')?.data['second']).toEqual({ by: 'lee.laptop', how: 'phone', proof: 'c'.repeat(16) });
    const starts = world.servers.startCalls.size;
    await world.time.pass(10_000);
    const second = await world.run();
    expect(await state(world, second)).toBe('ended approval-not-held');
    expect(world.servers.startCalls.size).toBe(starts);
  });

  it('does not take another plan’s approval', async () => {
    const world = new RunWorld([{ danger: 'prod' }], restart);
    world.policies = { 'two-people-for': ['change'], 'unvouched-may-run': true };
    world.held.set('f'.repeat(64), { by: 'lee.laptop', how: 'phone', proof: 'c'.repeat(16), until: 2_000_000 });
    expect(await state(world, await world.run())).toBe('ended approval-not-held');
    expect(world.servers.startCalls.size).toBe(0);
  });

  it('refuses a memory key on production where the team says so', async () => {
    const world = new RunWorld([{ danger: 'prod' }], look);
    world.vouched = false;
    world.policies = { 'two-people-for': [], 'unvouched-may-run': false };
    const { hash } = await world.plan({}, ['api']);
    expect(await world.runner.request({ hash, reason: '', caseId: null })).toMatchObject({ error: { code: 'run-session-key' } });
  });

  it.each([
    ['resume', (world: RunWorld, run: string) => world.runner.resume(run, false)],
    ['a retry', (world: RunWorld, run: string) => world.runner.decide(run, { position: 2, host: 'h1' }, 'retry', 'x')],
    ['a retry of all that failed', (world: RunWorld, run: string) => world.runner.retryFailed(run, 2, 'x')],
    ['a step left out', (world: RunWorld, run: string) => world.runner.decide(run, { position: 2, host: 'h1' }, 'skip', 'x')],
    ['a step done by hand', (world: RunWorld, run: string) => world.runner.decide(run, { position: 1, host: '@console' }, 'manual-done', 'x')],
  ])('refuses a memory key on production also where a run goes on by: %s', async (how, act) => {
    const byHand = how.endsWith('by hand');
    const world = new RunWorld([{ danger: 'prod' }], `${byHand ? '```manual\nDo it.\n```\n' : step('name=a, danger=read')}${step('name=b, danger=read')}${step('name=c, danger=read')}`);
    world.policies = { 'two-people-for': [], 'unvouched-may-run': false };
    world.servers.code = ({ position }) => (position === 2 ? 1 : 0);
    const run = await world.run();
    const before = world.entries.length;
    const starts = world.servers.startCalls.size;
    world.vouched = false;
    await world.crash();
    expect(await act(world, run)).toMatchObject({ ok: false, error: { code: 'run-session-key' } });
    await settle();
    expect(world.entries.length).toBe(before);
    expect(world.servers.startCalls.size).toBe(starts);
    world.vouched = true;
    await world.crash();
    expect(await act(world, run)).toMatchObject({ ok: true });
  });

  it.each([
    ['refused', () => null, 'approval-declined'],
    ['another hash', () => ({ hash: 'f'.repeat(64), typed: '3' }), 'approval-other-plan'],
    ['the wrong word', ({ plan }: { plan: { hash: string } }) => ({ hash: plan.hash, typed: '2' }), 'approval-word'],
  ])('sends nothing when the approval is: %s', async (_, answer, code) => {
    const world = new RunWorld(three, restart);
    world.answer = answer;
    const run = await world.run();
    expect(await state(world, run)).toBe(`ended ${code}`);
    expect(codes(world)).toEqual(['RUN-PLAN', 'RUN-REFUSED']);
    expect(world.servers.startCalls.size).toBe(0);
  });

  it.each([
    ['one byte of the runbook', (world: RunWorld) => void world.files.set('runbooks/x.md', `${restart} `)],
    ['a host key', (world: RunWorld) => void (world.hosts = world.hosts.map((host) => ({ ...host, hostKeys: ['ssh-ed25519 AAAA'] })))],
    ['an address', (world: RunWorld) => void (world.hosts = world.hosts.map((host) => ({ ...host, address: '10.9.9.9' })))],
    ['the members of the group', (world: RunWorld) => void world.hosts.pop()],
  ])('what runs is what was shown: refuses when %s changed while a person read it', async (_, change) => {
    const world = new RunWorld(three, restart);
    world.answer = ({ plan, demand }) => {
      change(world);
      return { hash: plan.hash, typed: demand.word ?? '' };
    };
    const run = await world.run();
    expect(await state(world, run)).toBe('ended plan-changed');
    expect(world.servers.startCalls.size).toBe(0);
  });

  it('runs no plan that it did not show', async () => {
    const world = new RunWorld([{}], look);
    expect(await world.runner.request({ hash: 'a'.repeat(64), reason: '', caseId: null })).toMatchObject({ error: { code: 'plan-not-known' } });
  });

  it('runs no plan that was altered after it was shown', async () => {
    const world = new RunWorld([{}], look);
    const { hash, plan } = await world.plan({}, ['api']);
    const [first] = plan.plan.steps;
    if (first !== undefined) first.script = 'rm -rf /\n';
    expect(await world.runner.request({ hash, reason: '', caseId: null })).toMatchObject({ error: { code: 'plan-not-known' } });
  });

  it('takes a double click for one, and a later click for another run', async () => {
    const world = new RunWorld([{}], look);
    const { hash } = await world.plan({}, ['api']);
    const request = { hash, reason: '', caseId: null };
    const [first, second] = await Promise.all([world.runner.request(request), world.runner.request(request)]);
    expect(first).toEqual(second);
    await world.time.pass(3_000);
    expect(await world.runner.request(request)).not.toEqual(first);
    await settle();
    expect(world.servers.started).toHaveLength(2);
  });

  it('takes a press in a terminal for the request it came with alone, also where that request never asks', async () => {
    const world = new RunWorld(three, restart);
    world.answer = () => null;
    const { hash } = await world.plan({}, ['api']);
    const request = { hash, reason: '', caseId: null };
    const press = { typed: '3' };
    const first = await world.runner.request(request, press);
    await settle();
    expect(await world.runner.request(request, press)).toEqual(first);
    await world.time.pass(3_000);
    world.journalBroken = true;
    expect(await world.runner.request(request, press)).toMatchObject({ error: { code: 'journal-not-writable' } });
    world.journalBroken = false;
    expect(world.asked).toEqual([]);
    const starts = world.servers.startCalls.size;
    // What nobody pressed for is asked about, and declined here.
    await world.time.pass(3_000);
    const last = await world.runner.request(request);
    await settle();
    expect(world.asked).toHaveLength(1);
    expect(await state(world, last.ok ? last.value.run : '')).toBe('ended approval-declined');
    expect(world.servers.startCalls.size).toBe(starts);
  });

  it('checks the word of a press like that of the window', async () => {
    const world = new RunWorld(three, restart);
    const { hash } = await world.plan({}, ['api']);
    const answer = await world.runner.request({ hash, reason: '', caseId: null }, { typed: '2' });
    await settle();
    expect(await state(world, answer.ok ? answer.value.run : '')).toBe('ended approval-word');
    expect(world.servers.startCalls.size).toBe(0);
  });

  it('sends nothing when the intent cannot be written, and goes on when a person resumes', async () => {
    const world = new RunWorld([{}], look);
    world.servers.onTouch = (what) => void (world.journalBroken ||= what === 'prepare' && world.servers.startCalls.size === 0 && codes(world).length < 5);
    const run = await world.run();
    expect(await state(world, run)).toBe('held journal-not-writable');
    expect(world.servers.startCalls.size).toBe(0);
    expect(await world.runner.resume(run)).toMatchObject({ ok: false });
    world.servers.onTouch = () => undefined;
    world.journalBroken = false;
    expect(await world.runner.resume(run)).toEqual({ ok: true, value: undefined });
    await settle();
    expect(await state(world, run)).toBe('ended');
    expect(world.servers.started).toHaveLength(1);
  });

  it('holds a run whose outcome cannot be written, and writes it before anything else is sent', async () => {
    const world = new RunWorld([{}], `${step('name=a, danger=read')}${step('name=b, danger=read')}`);
    world.servers.code = () => {
      world.journalBroken = world.servers.started.length === 1;
      return 0;
    };
    const run = await world.run();
    expect(await state(world, run)).toBe('held journal-not-writable');
    expect(world.servers.started).toHaveLength(1);
    world.journalBroken = false;
    await world.runner.resume(run);
    await settle();
    expect(codes(world).slice(3)).toEqual(['STEP-INTENT', 'RUN-RESUME', 'STEP-OUTCOME', 'STEP-INTENT', 'STEP-OUTCOME', 'RUN-END']);
  });

  it('asks nobody and starts nothing when the journal is broken from the beginning', async () => {
    const world = new RunWorld([{}], restart);
    world.journalBroken = true;
    const { hash } = await world.plan({}, ['api']);
    expect(await world.runner.request({ hash, reason: '', caseId: null })).toMatchObject({ error: { code: 'journal-not-writable' } });
    expect(world.asked).toEqual([]);
  });

  it('shows a lost line as unknown at once, blocks what follows, and recovers the true outcome by itself', async () => {
    const world = new RunWorld([{}], restart);
    world.servers.lines.set('h1', 'lost-after');
    const run = await world.run();
    expect(await world.cells(run)).toEqual(['1.h1: unknown', '2.h1: not-sent', '3.h1: not-sent']);
    expect(await state(world, run)).toBe('held run-held-unknown');
    await world.time.pass(60_000);
    expect(world.servers.started).toHaveLength(1);
    world.servers.lines.set('h1', 'fine');
    await world.time.pass(60_000);
    expect(await state(world, run)).toBe('ended');
    expect(await world.cells(run)).toEqual(['1.h1: ok', '2.h1: ok', '3.h1: ok']);
    expect(Math.max(...world.servers.startCalls.values())).toBe(1);
  });

  it('looks at once when a person asks', async () => {
    const world = new RunWorld([{}], look);
    world.servers.lines.set('h1', 'lost-after');
    const run = await world.run();
    await world.time.pass(300_000);
    world.servers.lines.set('h1', 'fine');
    expect(await world.runner.look(run, { position: 1, host: 'h1' })).toMatchObject({ ok: true });
    await world.time.pass(0);
    expect(await state(world, run)).toBe('ended');
    expect(await world.runner.look(run, { position: 1, host: 'h1' })).toMatchObject({ error: { code: 'look-not-needed' } });
  });

  it('lists what a look found after the end, also after a restart', async () => {
    const world = new RunWorld([{}], look);
    world.servers.code = () => null;
    world.servers.lines.set('h1', 'lost-after');
    const run = await world.run();
    world.servers.lines.set('h1', 'unreachable');
    await world.runner.stop(run, 'after-batch');
    await settle();
    expect(world.runner.list()).toMatchObject([{ state: 'ended', outcome: { kind: 'unknown' } }]);
    const endedAt = world.runner.list()[0]?.endedAt;
    world.servers.finish(`${run}/h1/1.1`, 1);
    world.servers.lines.set('h1', 'fine');
    expect(await world.runner.look(run, { position: 1, host: 'h1' })).toMatchObject({ ok: true });
    await world.time.pass(10_000);
    expect(world.runner.list()).toMatchObject([{ outcome: { kind: 'failed' } }]);
    await world.crash();
    expect(world.runner.list()).toMatchObject([{ state: 'ended', endedAt, outcome: { kind: 'failed', code: 1 } }]);
    expect(world.runner.lastRun('runbooks/x.md')).toMatchObject({ outcome: 'failed(1)' });
    world.plans.clear();
    await world.crash();
    expect(world.runner.list()).toMatchObject([{ outcome: { kind: 'unknown' } }]);
  });

  it('does not retry by itself; a person does, as a new attempt', async () => {
    const world = new RunWorld([{}], look);
    world.servers.code = ({ attempt }) => (attempt === 1 ? 3 : 0);
    const run = await world.run();
    expect(await world.cells(run)).toEqual(['1.h1: failed']);
    expect(await world.runner.decide(run, { position: 1, host: 'h1' }, 'retry', 'again')).toMatchObject({ ok: true });
    await settle();
    expect(await world.cells(run)).toEqual(['1.h1: ok']);
    expect(world.servers.started.map(({ claim }) => claim.attempt)).toEqual([1, 2]);
    expect(await world.runner.decide(run, { position: 1, host: 'h1' }, 'retry', 'again')).toMatchObject({ error: { code: 'decision-not-possible' } });
  });

  it('stops at the first failure on production, and a skip lets the others go on', async () => {
    const world = new RunWorld([{ danger: 'prod' }, { danger: 'prod' }, { danger: 'prod' }], `# R\n${step('name=go, batch=1')}${step('name=then')}`);
    world.servers.code = ({ target, position }) => (target === 'h1' && position === 1 ? 1 : 0);
    const run = await world.run();
    expect(await world.cells(run)).toEqual(['1.h1: failed', '1.h2: not-sent', '1.h3: not-sent', '2.h1: not-sent', '2.h2: not-sent', '2.h3: not-sent']);
    expect(await state(world, run)).toBe('held run-held-failures');
    await world.runner.decide(run, { position: 1, host: 'h1' }, 'skip', 'did it by hand');
    await settle();
    expect(await state(world, run)).toBe('ended');
    expect((await world.cells(run)).filter((cell) => cell.endsWith(': ok'))).toHaveLength(5);
  });

  it('lets other hosts go on within the budget, and never the one that failed', async () => {
    const world = new RunWorld(three, `# R\n${step('name=go, stop-after-failures=2')}${step('name=then')}`);
    world.servers.code = ({ target, position }) => (target === 'h2' && position === 1 ? 1 : 0);
    const run = await world.run();
    expect(await world.cells(run)).toEqual(['1.h1: ok', '1.h2: failed', '1.h3: ok', '2.h1: ok', '2.h2: not-sent', '2.h3: ok']);
    expect(await state(world, run)).toBe('held run-held-failures');
  });

  it('takes one host first for destroy, and stops there when it goes wrong', async () => {
    const world = new RunWorld([...three, { groups: [] }], `# D\n${step('name=wipe, danger=destroy')}`);
    world.servers.code = () => 1;
    const run = await world.run();
    expect(world.asked[0]?.demand).toMatchObject({ kind: 'type-name', word: 'api' });
    expect(world.servers.started.map(({ claim }) => claim.target)).toEqual(['h1']);
    expect(await state(world, run)).toBe('held run-held-failures');
  });

  it('runs the remedy that the runbook provides for a failure', async () => {
    const world = new RunWorld([{}, {}], `# W\n${step('name=try')}${step('name=mend, when=try:failed')}${step('name=cheer, when=try:ok')}`);
    world.servers.code = ({ target, position }) => (target === 'h2' && position === 1 ? 1 : 0);
    const run = await world.run();
    expect(await world.cells(run)).toEqual(['1.h1: ok', '1.h2: failed', '2.h1: skipped', '2.h2: ok', '3.h1: ok', '3.h2: skipped']);
    expect(await state(world, run)).toBe('ended');
  });

  it('waits, and asks a person to do what only a person can', async () => {
    const world = new RunWorld([{}], `# M\n\`\`\`wait\n30s\n\`\`\`\n\`\`\`manual\nRing the customer.\n\`\`\`\n${step('name=go, danger=read')}`);
    const run = await world.run();
    expect(await world.cells(run)).toEqual(['1.@console: running', '2.@console: not-sent', '3.h1: not-sent']);
    await world.time.pass(30_000);
    expect(await state(world, run)).toBe('held run-held-manual');
    expect(await world.runner.decide(run, { position: 2, host: '@console' }, 'manual-done', 'told them')).toMatchObject({ ok: true });
    await settle();
    expect(await state(world, run)).toBe('ended');
  });

  it('stops now: what runs is told, what waits is never sent', async () => {
    const world = new RunWorld(three, `# S\n${step('name=long, batch=2')}${step('name=then')}`);
    world.servers.code = () => null;
    const run = await world.run();
    expect(await world.runner.stop(run, 'now')).toMatchObject({ ok: true });
    await settle();
    expect(await world.cells(run)).toEqual(['1.h1: stopped', '1.h2: stopped', '1.h3: skipped', '2.h1: skipped', '2.h2: skipped', '2.h3: skipped']);
    expect(await state(world, run)).toBe('ended');
  });

  it('stops after the batch: what runs ends by itself', async () => {
    const world = new RunWorld(three, `# S\n${step('name=long, batch=2')}`);
    world.servers.code = () => null;
    const run = await world.run();
    await world.runner.stop(run, 'after-batch');
    expect(await state(world, run)).toBe('stopping');
    for (const host of ['h1', 'h2']) world.servers.finish(`${run}/${host}/1.1`, 0);
    await settle();
    expect(await world.cells(run)).toEqual(['1.h1: ok', '1.h2: ok', '1.h3: skipped']);
  });

  it('does not start a step that was stopped while its intent was being written', async () => {
    const world = new RunWorld([{}], look);
    world.servers.onTouch = (what) => {
      if (what === 'prepare') void Promise.resolve().then(() => world.runner.stop('run00000000001', 'now'));
    };
    const run = await world.run();
    expect(run).toBe('run00000000001');
    expect(world.servers.startCalls.size).toBe(0);
    expect(await state(world, run)).toBe('ended');
  });

  it('after a crash: what was sent is looked up, what was not waits for a person, and nothing is sent twice', async () => {
    const world = new RunWorld([{}, {}], `# C\n${step('name=one, batch=1')}${step('name=two')}`);
    world.servers.code = ({ target, position }) => (target === 'h1' && position === 1 ? null : 0);
    const run = await world.run();
    await world.crash();
    expect(await world.cells(run)).toEqual(['1.h1: unknown', '1.h2: not-sent', '2.h1: not-sent', '2.h2: not-sent']);
    expect(await state(world, run)).toBe('held run-interrupted');
    await world.time.pass(1_000);
    world.servers.finish(`${run}/h1/1.1`, 0);
    await world.time.pass(1_000);
    expect(await world.cells(run)).toEqual(['1.h1: ok', '1.h2: not-sent', '2.h1: not-sent', '2.h2: not-sent']);
    expect(await world.runner.resume(run)).toMatchObject({ ok: true });
    await world.time.pass(1_000);
    expect(await state(world, run)).toBe('ended');
    expect([...world.servers.startCalls.values()]).toEqual([1, 1, 1, 1]);
    await world.crash();
    expect(world.runner.list()).toMatchObject([{ id: run, state: 'ended', outcome: { kind: 'ok' } }]);
    expect(await world.cells(run)).toEqual(['1.h1: ok', '1.h2: ok', '2.h1: ok', '2.h2: ok']);
  });

  it('forgets a request that was never approved when the app is closed', async () => {
    const world = new RunWorld([{}], restart);
    world.answer = () => new Promise(() => undefined);
    const run = await world.run();
    expect(await state(world, run)).toBe('waiting-approval');
    await world.crash();
    expect(await state(world, run)).toBe('ended approval-declined');
    expect(world.servers.startCalls.size).toBe(0);
  });

  it('offers the rollback of a step on the hosts where it was sent, as a plan of its own', async () => {
    const world = new RunWorld(three, restart);
    world.servers.code = ({ target, position }) => (target === 'h2' && position === 2 ? 1 : 0);
    const run = await world.run();
    const offered = await world.runner.rollback(run, 2, ['h2']);
    if (!offered.ok) throw new Error(offered.error.code);
    expect(offered.value.plan.plan.steps.map(({ name, targets }) => [name, targets])).toEqual([['undo', ['h2']]]);
    expect(offered.value.demand).toMatchObject({ kind: 'press-with-count', hosts: 1 });
    const undone = await world.runner.request({ hash: offered.value.plan.hash, reason: '', caseId: null });
    await settle();
    expect(undone.ok && (await world.cells(undone.value.run))).toEqual(['1.h2: ok']);
    expect(await world.runner.rollback(run, 1, ['h1'])).toMatchObject({ error: { code: 'rollback-not-possible' } });
  });

  it('gives secrets to the step only, and sends nothing when one is missing', async () => {
    const world = new RunWorld([{}], `---\nparams: { token: { type: secret } }\n---\n${look}`);
    world.secrets.set('api', 'hunter2');
    const run = await world.run(['api'], { token: 'secret:api' });
    expect(world.servers.started[0]?.body.secrets).toEqual({ token: 'hunter2' });
    expect(JSON.stringify([world.entries, [...world.plans], await world.runner.detail(run)])).not.toContain('hunter2');
    world.secrets.clear();
    await world.time.pass(5_000);
    expect(await world.cells(await world.run(['api'], { token: 'secret:api' }))).toEqual(['1.h1: not-sent']);
    expect(world.servers.started).toHaveLength(1);
  });

  it('gives each=host its own host, and else the whole list', async () => {
    const params = '---\nparams: { host: { type: host, many: true } }\n---\n';
    const world = new RunWorld(three, `${params}# E\n${step('on=host, each=host, danger=read')}${step('on=host, danger=read')}`);
    await world.run([], { host: 'h1,h3' });
    expect(world.servers.started.map(({ claim, body }) => [claim.target, body.params['host']])).toEqual([['h1', 'h1'], ['h3', 'h3'], ['h1', 'h1\nh3'], ['h3', 'h1\nh3']]);
  });

  it('runs an ad-hoc command like any other plan, with a reason', async () => {
    const world = new RunWorld([{}], look);
    const answer = await world.desk.exec({ on: ['h1'], script: 'uptime' });
    const hash = answer.ok ? (answer.value.plan?.hash ?? '') : '';
    expect(await world.runner.request({ hash, reason: ' ', caseId: null })).toMatchObject({ error: { code: 'run-reason-needed' } });
    await world.time.pass(3_000);
    const run = await world.runner.request({ hash, reason: 'why', caseId: null });
    await settle();
    expect(run.ok && (await world.cells(run.value.run))).toEqual(['1.h1: ok']);
  });
});

const commands = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('request', 'request-stepwise', 'click', 'look', 'retry', 'retry-failed', 'skip', 'pause', 'resume', 'manual-done') },
  { weight: 1, arbitrary: fc.constantFrom('crash', 'crash unvouched', 'stop now', 'stop after-batch', 'break journal', 'mend journal', 'let go', 'answer yes', 'answer no') },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('h1', 'h2', 'h3'), fc.constantFrom<Line>('fine', 'fine', 'lost-before', 'lost-after', 'unreachable')).map(([host, line]) => `line ${host} ${line}`) },
  { weight: 4, arbitrary: fc.constantFrom(0, 1, 900, 5_000, 70_000).map((ms) => `pass ${String(ms)}`) },
);

/**
 * The laws, checked from outside at the moment of every start: from the journal's entries and the plan alone. What is
 * broken is collected, because the runner takes a throw from its ssh port for a lost line.
 */
function guard(world: RunWorld, broken: unknown[]): void {
  const check = (claim: Claim, body: StepBody): void => {
    const log = world.entries.filter(({ data }) => data['run'] === claim.run);
    const asked = log.find(({ code }) => code === 'RUN-PLAN');
    const plan = world.plans.get(String(asked?.data['plan']));
    if (plan === undefined) throw new Error('started without a plan');
    expect(world.vouched || world.policies['unvouched-may-run']).toBe(true);
    const intents = log.filter(({ code, data }) => code === 'STEP-INTENT' && data['position'] === claim.position && data['host'] === claim.target && data['attempt'] === claim.attempt);
    expect(intents.length).toBeGreaterThan(0);
    expect(intents.at(-1)?.data['plan']).toBe(plan.hash);
    expect(intents.at(-1)?.data).toMatchObject(body.place ?? { record: 'nowhere' });
    // Law 4: approved, then started, and never refused; no answer to a step and no restart stands in for that.
    const order = log.map(({ code }) => code).filter((code) => code === 'RUN-APPROVE' || code === 'RUN-START' || code === 'RUN-REFUSED');
    expect(order).toEqual(['RUN-APPROVE', 'RUN-START']);
    expect(log.findIndex(({ code }) => code === 'RUN-START')).toBeLessThan(log.findIndex(({ code }) => code === 'STEP-DECISION') >>> 0);
    expect(world.servers.startCalls.get(claimPath(claim)) ?? 0).toBe(0);
    expect(body.script).toBe(plan.plan.steps.find(({ position }) => position === claim.position)?.script);
    const retries = log.filter(({ code, data }) => code === 'STEP-DECISION' && data['decision'] === 'retry' && data['host'] === claim.target);
    expect(claim.attempt).toBeLessThanOrEqual(1 + retries.length);
    // What a person paused begins only after a person resumed it, and an app that was closed does not resume by itself.
    const last = (code: string): number => log.findLastIndex((entry) => entry.code === code);
    const begun = log.indexOf(intents.at(-1) ?? log[0] ?? never());
    if (last('RUN-PAUSE') > last('RUN-RESUME')) expect(begun).toBeLessThan(last('RUN-PAUSE'));
    const { steps } = rebuildRun(plan.plan, log);
    for (const { position, cells } of steps) {
      const cell = cells.find(({ host }) => host === claim.target);
      if (position < claim.position && cell !== undefined) expect([position, standing(cell)]).toEqual([position, 'passed']);
    }
  };
  world.servers.onTouch = (what, claim, body) => {
    if (what !== 'start' || claim === null || body === null) return;
    try {
      check(claim, body);
    } catch (error) {
      broken.push(error);
    }
  };
}

function never(): never {
  throw new Error('no entry');
}

/** A person who is asked approves, declines, or reads on until `answer` says which. */
type Answer = 'yes' | 'no' | 'late';

class SlowPerson {
  private waiting: ((yes: boolean) => void)[] = [];

  sitAt(world: RunWorld, next: () => Answer): void {
    world.answer = async ({ plan, demand }) => {
      const first = next();
      const yes = first === 'late' ? await new Promise<boolean>((resolve) => this.waiting.push(resolve)) : first === 'yes';
      return yes ? { hash: plan.hash, typed: demand.word ?? '' } : null;
    };
  }

  answer(yes: boolean): void {
    for (const resolve of this.waiting.splice(0)) resolve(yes);
  }
}

async function obey(world: RunWorld, command: string, person: SlowPerson): Promise<void> {
  const [verb = '', first = '', second = ''] = command.split(' ');
  const [row] = world.runner.list();
  switch (verb) {
    case 'request':
    case 'request-stepwise':
    case 'click': {
      const answer = await world.desk.plan({ path: 'runbooks/x.md', values: {}, on: ['api'] });
      const hash = answer.ok ? (answer.value.plan?.hash ?? '') : '';
      const request = { hash, reason: '', caseId: null, stepByStep: verb === 'request-stepwise' };
      // Clicks are not awaited: they come while the disk and the servers are busy.
      void world.runner.request(request);
      if (verb === 'click') void world.runner.request(request);
      return;
    }
    case 'crash':
      // Where no keychain answers after the restart, the same writer has a key in memory.
      world.vouched = first !== 'unvouched';
      return world.crash();
    case 'answer':
      person.answer(first === 'yes');
      return;
    case 'break':
      world.journalBroken = true;
      return;
    case 'mend':
      world.journalBroken = false;
      return;
    case 'line':
      world.servers.lines.set(first, second as Line);
      return;
    case 'let':
      for (const [claim, record] of world.servers.records) if (record.code === null) world.servers.finish(claim, 0);
      return;
    case 'pass':
      return world.time.pass(Number(first));
    case 'stop':
      if (row !== undefined) void world.runner.stop(row.id, first as 'now');
      return;
    case 'pause':
      if (row !== undefined) void world.runner.pause(row.id);
      return;
    case 'retry-failed':
      if (row !== undefined) for (const position of [1, 2, 3, 4, 5]) void world.runner.retryFailed(row.id, position, 'test');
      return;
    case 'resume':
      if (row !== undefined) void world.runner.resume(row.id);
      return;
    default: {
      if (row === undefined) return;
      const detail = await world.runner.detail(row.id);
      if (!detail.ok) return;
      for (const { position, cells } of detail.value.steps) {
        for (const { host, outcome, startedAt } of cells) {
          if (outcome.kind === 'ok' || outcome.kind === 'skipped' || (startedAt === null && verb !== 'manual-done')) continue;
          if (verb === 'look') void world.runner.look(row.id, { position, host });
          else void world.runner.decide(row.id, { position, host }, verb as 'retry', 'test');
          return;
        }
      }
    }
  }
}

/** BREAKGLASS_FULL=1 plays two thousand nights instead of a hundred. */
const numRuns = process.env['BREAKGLASS_FULL'] === '1' ? 2_000 : 100;

describe('the laws of running', () => {
  it('never sends twice, never unapproved, never without a synced intent, never past an unknown, never other bytes: whatever happens', async () => {
    const manual = '```manual\nDo it.\n```\n';
    const runbook = `# L\n${step('name=a, stop-after-failures=2')}${step('name=b, check=c, batch=2')}${step('name=c, danger=read')}${manual}${step('name=d')}`;
    const manualFirst = `# M\n${manual}${step('name=a, batch=2')}${step('name=b, danger=read')}`;
    let starts = 0;
    let unknowns = 0;
    let ended = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { minLength: 10, maxLength: 40 }), fc.infiniteStream(fc.constantFrom(0, 0, 0, 0, 1, null)), fc.infiniteStream(fc.constantFrom<Answer>('yes', 'yes', 'no', 'late')), fc.constantFrom(runbook, runbook, manualFirst), fc.boolean(), async (list, results, answers, text, strict) => {
        const world = new RunWorld(strict ? three.map(() => ({ danger: 'prod' as const })) : three, text);
        world.policies = { 'two-people-for': [], 'unvouched-may-run': !strict };
        const person = new SlowPerson();
        person.sitAt(world, () => answers.next().value ?? 'yes');
        const broken: unknown[] = [];
        guard(world, broken);
        world.servers.code = () => results.next().value ?? null;
        for (const command of ['request', 'pass 0', ...list]) await obey(world, command, person);
        // The end of the night: the line is back, the disk works, what runs ends. Everything becomes known.
        for (const host of ['h1', 'h2', 'h3']) world.servers.lines.set(host, 'fine');
        world.journalBroken = false;
        await world.crash();
        for (let round = 0; round < 5; round += 1) {
          await obey(world, 'let go', person);
          await world.time.pass(70_000);
        }
        // The list of runs after a restart says of each what the run itself says.
        await world.crash();
        for (const row of world.runner.list()) {
          const detail = await world.runner.detail(row.id);
          if (!detail.ok) throw new Error(detail.error.code);
          expect([row.id, row.outcome.kind]).toEqual([row.id, detail.value.outcome.kind]);
          for (const { cells, position } of detail.value.steps) {
            for (const { host, outcome, attempt } of cells) {
              const record = world.servers.records.get(`${row.id}/${host}/${String(position)}.${String(attempt)}`);
              // What is shown as ok or failed is what the server has; what is not known is never shown as either.
              if (outcome.kind === 'ok' && !host.startsWith('@')) expect(record?.code).toBe(0);
              if (outcome.kind === 'failed' && !host.startsWith('@')) expect(record?.code).toBe(outcome.code);
              expect(outcome.kind).not.toBe('running');
              if (outcome.kind === 'unknown') unknowns += 1;
            }
          }
          if (row.state === 'ended') ended += 1;
        }
        expect(broken).toEqual([]);
        for (const count of world.servers.startCalls.values()) expect(count).toBe(1);
        starts += world.servers.startCalls.size;
        world.runner.close();
      }),
      { numRuns },
    );
    // The machinery above is worth nothing if it never got anywhere.
    expect(starts).toBeGreaterThan(numRuns);
    expect(ended).toBeGreaterThan(numRuns / 20);
    expect(unknowns).toBeLessThan(starts);
  }, 900_000);
});
