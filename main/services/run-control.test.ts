import { describe, expect, it } from 'vitest';
import { fail } from '../../core/errors';
import type { Run } from '../../core/run/run';
import { RunWorld, settle } from '../../tests/support/run-world';

const step = (attributes: string, body = 'true'): string => `\`\`\`sh {${attributes}}\n${body}\n\`\`\`\n`;
const two = `# T\n${step('name=a, danger=read, batch=1')}${step('name=b, danger=read')}`;
const three = [{}, {}, {}];

async function view(world: RunWorld, id: string): Promise<Run> {
  const detail = await world.runner.detail(id);
  if (!detail.ok) throw new Error(detail.error.code);
  return detail.value;
}

const started = (world: RunWorld): string[] => world.servers.started.map(({ claim }) => `${String(claim.position)}${claim.target}.${String(claim.attempt)}`);
const codes = (world: RunWorld): string[] => world.entries.map(({ code }) => code);

async function begin(world: RunWorld, stepByStep = false): Promise<string> {
  const { hash } = await world.plan({}, ['api']);
  const answer = await world.runner.request({ hash, reason: 'test', caseId: null, stepByStep });
  if (!answer.ok) throw new Error(answer.error.code);
  await settle();
  return answer.value.run;
}

async function finish(world: RunWorld, claim: string, code: number): Promise<void> {
  world.servers.finish(claim, code);
  await settle();
}

describe('pause', () => {
  it('lets what runs go on, begins no further host, and goes on where it was', async () => {
    const world = new RunWorld(three, two);
    world.servers.code = () => null;
    const run = await begin(world);
    expect(started(world)).toEqual(['1h1.1']);
    expect(await world.runner.pause(run)).toMatchObject({ ok: true });
    expect(await view(world, run)).toMatchObject({ state: 'running', held: { code: 'run-paused' } });
    await finish(world, `${run}/h1/1.1`, 0);
    await world.time.pass(60_000);
    expect(started(world)).toEqual(['1h1.1']);
    expect(await view(world, run)).toMatchObject({ state: 'held', held: { code: 'run-paused' } });
    world.servers.code = () => 0;
    expect(await world.runner.resume(run)).toMatchObject({ ok: true });
    await settle();
    expect(started(world)).toEqual(['1h1.1', '1h2.1', '1h3.1', '2h1.1', '2h2.1', '2h3.1']);
    expect(codes(world).filter((code) => code === 'RUN-PAUSE' || code === 'RUN-RESUME')).toEqual(['RUN-PAUSE', 'RUN-RESUME']);
  });

  it('stays paused over a restart, and sends nothing when somebody decides about a step', async () => {
    const world = new RunWorld(three, two);
    world.servers.code = () => 1;
    const run = await begin(world);
    await world.runner.pause(run);
    await world.crash();
    const before = world.servers.startCalls.size;
    expect(await world.runner.retryFailed(run, 1, 'again')).toMatchObject({ ok: true });
    await settle();
    expect(world.servers.startCalls.size).toBe(before);
  });

  it('holds although an earlier resume is still being written down', async () => {
    const turnsOf = async (count: number): Promise<void> => {
      for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
    };
    for (let gap = 0; gap < 12; gap += 1) {
      for (let turns = 0; turns < 24; turns += 1) {
        const world = new RunWorld(three, two);
        world.servers.code = () => null;
        const run = await begin(world);
        await world.runner.pause(run);
        void world.runner.resume(run);
        await turnsOf(gap);
        void world.runner.resume(run);
        await turnsOf(turns);
        await world.runner.pause(run);
        await settle();
        // Held, unless a resume was written down after the pause.
        const last = codes(world).filter((code) => code === 'RUN-PAUSE' || code === 'RUN-RESUME').at(-1);
        const { held } = await view(world, run);
        expect(held?.code ?? null, `${String(gap)} and ${String(turns)} turns`).toBe(last === 'RUN-PAUSE' ? 'run-paused' : null);
      }
    }
  });

  it('says of a step whose intent was written that nothing was sent, the same after a restart', async () => {
    let between = 0;
    for (let turns = 0; turns < 40; turns += 1) {
      const world = new RunWorld([{}], `# T\n${step('name=a, danger=read')}`);
      let pausing: Promise<unknown> = Promise.resolve();
      world.servers.onTouch = (what) => {
        if (what !== 'prepare') return;
        pausing = (async () => {
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          const [row] = world.runner.list();
          if (row !== undefined) await world.runner.pause(row.id);
        })();
      };
      const run = await begin(world);
      await pausing;
      if (world.servers.startCalls.size === 0 && codes(world).includes('STEP-INTENT')) between += 1;
      await world.runner.stop(run, 'now');
      await settle();
      const cells = await world.cells(run);
      await world.crash();
      expect(await world.cells(run), String(turns)).toEqual(cells);
    }
    expect(between).toBeGreaterThan(0);
  });

  it('refuses what cannot be paused', async () => {
    const world = new RunWorld([{}], two);
    const run = await begin(world);
    expect(await world.runner.pause(run)).toMatchObject({ error: { code: 'run-over' } });
    world.may = false;
    expect(await world.runner.pause(run)).toMatchObject({ error: { code: 'run-not-allowed' } });
  });
});

describe('a stop while the approved plan is made again', () => {
  const change = `# T\n${step('name=a')}`;

  it('is the end: nothing is approved or started after it, then or after a restart', async () => {
    const world = new RunWorld([{}], change);
    let goOn: () => void = () => undefined;
    world.answer = ({ plan, demand }) => {
      world.settling = () => new Promise((resolve) => (goOn = resolve));
      return { hash: plan.hash, typed: demand.word ?? '' };
    };
    const run = await begin(world);
    expect(await view(world, run)).toMatchObject({ state: 'waiting-approval' });
    expect(await world.runner.stop(run, 'now')).toMatchObject({ ok: true });
    world.settling = () => Promise.resolve();
    goOn();
    await settle();
    expect(codes(world)).toEqual(['RUN-PLAN', 'RUN-STOP', 'RUN-REFUSED']);
    expect(await view(world, run)).toMatchObject({ state: 'ended', outcome: { kind: 'refused', why: 'run-stopped' } });
    await world.crash();
    expect(await world.runner.resume(run)).toMatchObject({ error: { code: 'run-over' } });
    expect(world.servers.startCalls.size).toBe(0);
  });

  it('is believed where a journal says that it was started afterwards', async () => {
    const world = new RunWorld([{}], change);
    world.answer = () => null;
    const run = await begin(world);
    const [asked] = world.entries;
    if (asked === undefined) throw new Error('nothing was asked');
    world.entries.push({ ...asked, seq: 3, code: 'RUN-START' });
    await world.crash();
    expect(await view(world, run)).toMatchObject({ state: 'ended', outcome: { kind: 'refused' } });
    expect(await world.runner.resume(run)).toMatchObject({ error: { code: 'run-over' } });
  });
});

describe('a stop while a decision is being written', () => {
  it.each(['retry', 'skip'] as const)('%s: nothing begins any more, and the end tells what was decided', async (decision) => {
    for (let turns = 0; turns < 8; turns += 1) {
      const world = new RunWorld([{}], two);
      world.servers.code = () => 1;
      const run = await begin(world);
      void world.runner.decide(run, { position: 1, host: 'h1' }, decision, 'test');
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const stopped = codes(world).length;
      await world.runner.stop(run, 'after-batch');
      await settle();
      const { outcome, state } = await view(world, run);
      expect(state).toBe('ended');
      expect(world.entries.at(-1)).toMatchObject({ code: 'RUN-END', data: { outcome: { kind: outcome.kind } } });
      expect(codes(world).slice(stopped)).not.toContain('STEP-INTENT');
      await world.crash();
      expect(world.runner.list()[0]?.outcome).toEqual((await view(world, run)).outcome);
    }
  });

  it('does not wait for a decision that could not be written', async () => {
    const world = new RunWorld([{}], two);
    world.servers.code = () => 1;
    const run = await begin(world);
    const decided = world.runner.decide(run, { position: 1, host: 'h1' }, 'skip', 'test');
    world.journalBroken = true;
    await world.runner.stop(run, 'after-batch');
    expect(await decided).toMatchObject({ ok: false });
    await settle();
    // The end could not be written either, which the screen says.
    expect(await view(world, run)).toMatchObject({ state: 'held', held: { code: 'journal-not-writable' } });
    world.journalBroken = false;
    expect(await world.runner.resume(run)).toMatchObject({ ok: true });
    await settle();
    expect(await view(world, run)).toMatchObject({ state: 'ended', outcome: { kind: 'failed' } });
    expect(world.servers.startCalls.size).toBe(1);
  });
});

describe('a stop after this batch', () => {
  it('still checks what went well, begins nothing else, and ends', async () => {
    const world = new RunWorld([{}, {}], `# T\n${step('name=a, danger=read, batch=1, check=c')}${step('name=c, danger=read')}`);
    world.servers.code = () => null;
    let prepared = 0;
    world.servers.onTouch = (what) => {
      if (what === 'prepare') prepared += 1;
      // What is given back and sent again for ever would keep the test from failing.
      if (prepared > 50) throw new Error('prepared again and again');
    };
    const run = await begin(world);
    await world.runner.stop(run, 'after-batch');
    world.servers.code = () => 0;
    await finish(world, `${run}/h1/1.1`, 0);
    expect(started(world)).toEqual(['1h1.1', '2h1.1']);
    expect(await view(world, run)).toMatchObject({ state: 'ended' });
    expect(prepared).toBe(2);
  });
});

describe('step by step', () => {
  it('holds before every step but the first, and goes straight on when told', async () => {
    const world = new RunWorld([{}], `${two}${step('name=c, danger=read')}${step('name=d, danger=read')}`);
    const run = await begin(world, true);
    expect(started(world)).toEqual(['1h1.1']);
    expect(await view(world, run)).toMatchObject({ state: 'held', stepByStep: true, held: { code: 'run-held-step', values: { step: 'b' } } });
    await world.runner.resume(run);
    await settle();
    expect(started(world)).toEqual(['1h1.1', '2h1.1']);
    await world.runner.resume(run, false);
    await settle();
    expect(started(world)).toEqual(['1h1.1', '2h1.1', '3h1.1', '4h1.1']);
    expect(await view(world, run)).toMatchObject({ state: 'ended', stepByStep: false });
  });

  it('is still step by step after a restart', async () => {
    const world = new RunWorld([{}], `${two}${step('name=c, danger=read')}`);
    const run = await begin(world, true);
    await world.crash();
    await world.runner.resume(run);
    await settle();
    expect(started(world)).toEqual(['1h1.1', '2h1.1']);
    expect(await view(world, run)).toMatchObject({ state: 'held', held: { code: 'run-held-step', values: { step: 'c' } } });
  });

  it('can begin in the middle of a run', async () => {
    const world = new RunWorld([{}], two);
    world.servers.code = () => null;
    const run = await begin(world);
    await world.runner.resume(run, true);
    await finish(world, `${run}/h1/1.1`, 0);
    expect(started(world)).toEqual(['1h1.1']);
    expect(await view(world, run)).toMatchObject({ held: { code: 'run-held-step' } });
  });
});

describe('retry failed hosts', () => {
  it('tries exactly the hosts that failed for certain again, one decision each', async () => {
    const world = new RunWorld([{}, {}, {}, {}], `# T\n${step('name=a, danger=read, stop-after-failures=9')}`);
    world.servers.lines.set('h4', 'lost-before');
    world.servers.code = ({ target }) => (target === 'h1' ? 0 : 1);
    const run = await begin(world);
    world.servers.code = () => 0;
    expect(await world.runner.retryFailed(run, 1, 'the disk is free again')).toEqual({ ok: true, value: { hosts: ['h2', 'h3'] } });
    await settle();
    expect(started(world)).toEqual(['1h1.1', '1h2.1', '1h3.1', '1h2.2', '1h3.2']);
    const decisions = world.entries.filter(({ code }) => code === 'STEP-DECISION').map(({ data }) => [data['host'], data['decision'], data['reason']]);
    expect(decisions).toEqual([['h2', 'retry', 'the disk is free again'], ['h3', 'retry', 'the disk is free again']]);
    expect(await world.runner.retryFailed(run, 1, 'x')).toMatchObject({ error: { code: 'nothing-failed' } });
  });
});

describe('two resumes at once', () => {
  it('write everything that the journal did not take, once each', async () => {
    const world = new RunWorld(three, `# T\n${step('name=a, danger=read')}`);
    world.servers.code = () => null;
    const run = await begin(world);
    world.journalBroken = true;
    for (const host of ['h1', 'h2', 'h3']) await finish(world, `${run}/${host}/1.1`, 0);
    expect(await view(world, run)).toMatchObject({ state: 'held', held: { code: 'journal-not-writable' } });
    expect(codes(world)).not.toContain('STEP-OUTCOME');
    world.journalBroken = false;
    await Promise.all([world.runner.resume(run), world.runner.resume(run)]);
    await settle();
    expect(world.entries.filter(({ code }) => code === 'STEP-OUTCOME').map(({ data }) => data['host'])).toEqual(['h1', 'h2', 'h3']);
    expect(await view(world, run)).toMatchObject({ state: 'ended' });
    await world.crash();
    expect(await world.cells(run)).toEqual(['1.h1: ok', '1.h2: ok', '1.h3: ok']);
  });
});

describe('resume after a stop', () => {
  it('takes up what was never sent; what was stopped needs a decision', async () => {
    const world = new RunWorld(three, two);
    world.servers.code = () => null;
    const run = await begin(world);
    await world.runner.stop(run, 'after-batch');
    await finish(world, `${run}/h1/1.1`, 0);
    expect(await world.cells(run)).toEqual(['1.h1: ok', '1.h2: skipped', '1.h3: skipped', '2.h1: skipped', '2.h2: skipped', '2.h3: skipped']);
    await world.crash();
    world.servers.code = () => 0;
    expect(await world.runner.resume(run)).toMatchObject({ ok: true });
    await settle();
    expect((await world.cells(run)).every((cell) => cell.endsWith('ok'))).toBe(true);
    expect(started(world)).toEqual(['1h1.1', '1h2.1', '1h3.1', '2h1.1', '2h2.1', '2h3.1']);
    expect(await world.runner.resume(run)).toMatchObject({ error: { code: 'run-over' } });
    await world.crash();
    expect((await world.cells(run)).every((cell) => cell.endsWith('ok'))).toBe(true);
  });

  it('sends nothing under a plan whose hosts have moved', async () => {
    const world = new RunWorld(three, two);
    world.servers.code = () => null;
    const run = await begin(world);
    await world.runner.stop(run, 'after-batch');
    await finish(world, `${run}/h1/1.1`, 0);
    world.hosts = world.hosts.map((host) => ({ ...host, address: '10.9.9.9' }));
    expect(await world.runner.resume(run)).toMatchObject({ error: { code: 'plan-changed' } });
    expect(started(world)).toEqual(['1h1.1']);
  });
});

describe('an SSH configuration that was not asked yet', () => {
  it('is asked before a run is told that its hosts have changed', async () => {
    const world = new RunWorld(three, `# T\n${step('name=a, danger=read, batch=1')}`);
    world.servers.code = () => 1;
    const run = await begin(world);
    const { hosts } = world;
    const unsettled = hosts.map((host) => ({ ...host, way: fail('way-unsettled', { host: host.name }) }));
    world.settling = async () => {
      world.hosts = hosts;
    };
    world.hosts = unsettled;
    await world.crash();
    world.servers.code = ({ target }) => (target === 'h1' ? 0 : null);
    expect(await world.runner.retryFailed(run, 1, 'again')).toMatchObject({ ok: true });
    await settle();
    expect(await world.runner.pause(run)).toMatchObject({ ok: true });
    world.hosts = unsettled;
    expect(await world.runner.resume(run)).toMatchObject({ ok: true });
  });
});

describe('a worker that breaks before a step is sent', () => {
  it('leaves the step unsent for certain, and it can be tried again', async () => {
    const world = new RunWorld([{}], `# T\n${step('name=a, danger=read')}`);
    world.servers.onTouch = (what) => {
      if (what === 'prepare') throw new Error('the worker is gone');
    };
    const run = await begin(world);
    expect((await view(world, run)).steps[0]?.cells[0]).toMatchObject({ outcome: { kind: 'not-sent', why: 'ssh-worker-lost' }, problem: { code: 'ssh-worker-lost' } });
    expect(codes(world)).not.toContain('STEP-INTENT');
    world.servers.onTouch = () => undefined;
    expect(await world.runner.decide(run, { position: 1, host: 'h1' }, 'retry', 'again')).toMatchObject({ ok: true });
    await settle();
    expect(await world.cells(run)).toEqual(['1.h1: ok']);
  });
});

describe('a host that can keep no record', () => {
  const one = `# T\n${step('name=a, danger=read')}`;

  it('is sent nothing until an operator accepts that, for that step; then once, and never looked up', async () => {
    const world = new RunWorld([{}], one);
    world.servers.lines.set('h1', 'no-record');
    const run = await begin(world);
    expect(started(world)).toEqual([]);
    expect((await view(world, run)).steps[0]?.cells[0]).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'record-impossible' } });
    expect(await world.runner.decide(run, { position: 1, host: 'h1' }, 'retry-recordless', 'it must be')).toMatchObject({ ok: true });
    await settle();
    expect(world.servers.started.map(({ body }) => body.recordless)).toEqual([true]);
    expect(world.entries.find(({ code }) => code === 'STEP-DECISION')?.data).toMatchObject({ decision: 'retry-recordless', reason: 'it must be' });
    expect((await view(world, run)).steps[0]?.cells[0]).toMatchObject({ outcome: { kind: 'ok' }, recordless: true, attempt: 2 });
  });

  it('leaves a step unknown for good when the line drops, also over a restart', async () => {
    const world = new RunWorld([{}], one);
    world.servers.lines.set('h1', 'no-record');
    const run = await begin(world);
    world.servers.onTouch = (what) => void (what === 'start' && world.servers.lines.set('h1', 'lost-after'));
    await world.runner.decide(run, { position: 1, host: 'h1' }, 'retry-recordless', 'it must be');
    await settle();
    let asked = 0;
    world.servers.onTouch = (what) => void (asked += what === 'attach' ? 1 : 0);
    await world.crash();
    await world.time.pass(600_000);
    expect([await world.cells(run), asked]).toEqual([['1.h1: unknown'], 0]);
    expect(await world.runner.look(run, { position: 1, host: 'h1' })).toMatchObject({ error: { code: 'look-not-needed' } });
  });

  it('is no answer to any other trouble', async () => {
    const world = new RunWorld([{}], one);
    world.servers.code = () => 1;
    const run = await begin(world);
    expect(await world.runner.decide(run, { position: 1, host: 'h1' }, 'retry-recordless', 'x')).toMatchObject({ error: { code: 'decision-not-possible' } });
  });
});

describe('when=STEP:changed', () => {
  it('runs where the earlier step said that it changed something, and journals what was said', async () => {
    const world = new RunWorld(three, `# T\n${step('name=a, danger=read, unchanged=3')}${step('name=b, danger=read, when=a:changed')}`);
    world.servers.code = ({ target, position }) => (position === 1 && target === 'h2' ? 3 : 0);
    const run = await begin(world);
    expect(await world.cells(run)).toEqual(['1.h1: ok', '1.h2: ok', '1.h3: ok', '2.h1: ok', '2.h2: skipped', '2.h3: ok']);
    const cells = (await view(world, run)).steps[0]?.cells.map(({ changed }) => changed);
    expect(cells).toEqual([true, false, true]);
    await world.crash();
    expect((await view(world, run)).steps[0]?.cells.map(({ changed }) => changed)).toEqual([true, false, true]);
  });
});

describe('reviews and comparisons', () => {
  it('compares a plan with the last run and the last review, and shows both to whoever approves', async () => {
    const world = new RunWorld(three, `# T\n${step('name=a')}`);
    const reviewed = await world.desk.open('runbooks/x.md');
    const sha256 = reviewed.ok ? (reviewed.value.runbook?.sha256 ?? '') : '';
    expect(await world.desk.review({ path: 'runbooks/x.md', sha256: 'f'.repeat(64) })).toMatchObject({ error: { code: 'runbook-changed' } });
    expect(await world.desk.review({ path: 'runbooks/x.md', sha256 })).toMatchObject({ ok: true });
    const run = await world.run();
    expect(world.asked[0]?.changes).toMatchObject({ lastRun: null, reviewed: { same: true } });
    world.files.set('runbooks/x.md', `# T\n${step('name=a', 'true\nrm -rf /srv')}`);
    await world.time.pass(3_000);
    await world.run();
    const changes = world.asked[1]?.changes;
    expect(changes?.lastRun).toMatchObject({ same: false, with: { kind: 'run', run } });
    expect(changes?.lastRun?.steps[0]?.lines).toContainEqual({ kind: 'added', parts: [{ text: 'rm -rf /srv', codePoint: false }], skipped: 0 });
    expect(changes?.reviewed?.text).toContainEqual({ kind: 'added', parts: [{ text: 'rm -rf /srv', codePoint: false }], skipped: 0 });
    expect(world.desk.list()[0]?.freshness).toMatchObject({ lastReview: { current: false, by: 'kim' }, runs: 0, lastDrill: { outcome: 'ok' } });
  });

  it('takes no review of somebody who may not run, nor of a runbook with errors, nor one that cannot be recorded', async () => {
    const world = new RunWorld(three, `# T\n${step('name=a')}`);
    const opened = await world.desk.open('runbooks/x.md');
    const sha256 = opened.ok ? (opened.value.runbook?.sha256 ?? '') : '';
    world.journalBroken = true;
    expect(await world.desk.review({ path: 'runbooks/x.md', sha256 })).toMatchObject({ error: { code: 'journal-not-writable' } });
    world.may = false;
    expect(await world.desk.review({ path: 'runbooks/x.md', sha256 })).toMatchObject({ error: { code: 'review-not-allowed' } });
    expect(codes(world)).toEqual([]);
  });
});
