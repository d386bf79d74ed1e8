import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Sshd } from './support/sshd';
import { buildTerminal, jsonLines, Laptop, type Running, type Said } from './support/terminal';
import { hostsOf, runbook, writeWorkspace } from './support/workspace';

// What becomes of a step when the terminal, the line or the server goes away in the middle of it.
let laptop: Laptop;
let root: string;
let sshd: Sshd;

const on = (...args: readonly string[]): Promise<Said> => laptop.run(['-C', root, ...args]);
const counter = (): string => (existsSync(join(sshd.home, 'count')) ? readFileSync(join(sshd.home, 'count'), 'utf8') : '');

/** Lets the long step end. */
const go = (): void => writeFileSync(join(sshd.home, 'go'), '');

/** Starts the long step and waits until it runs at the server. */
async function begin(path = 'runbooks/long.md'): Promise<Running> {
  const plan = JSON.parse((await on('plan', path, '--set', 'host=api-01', '--json')).out) as { hash: string };
  const running = laptop.start(['-C', root, 'run', path, '--set', 'host=api-01', '--yes', plan.hash, '--reason', 'a test', '--json']);
  // The plan shows the script, too: only output has this key.
  await running.said('"text":"begun');
  return running;
}

/** The run that was asked for last. */
async function newest(): Promise<string> {
  const [row] = JSON.parse((await on('runs', '--json')).out) as { id: string }[];
  return row?.id ?? '';
}

function runOf(said: Said): Record<string, unknown> | undefined {
  return jsonLines(said.out).find(({ type }) => type === 'run');
}

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  sshd = await Sshd.start({ addresses: 3 });
  root = writeWorkspace(join(laptop.folder, 'ws'), {
    'hosts.yaml': hostsOf(sshd),
    'runbooks/long.md': runbook('Long', ['name=long, on=host, danger=read', 'echo x >> "$HOME/count"; echo begun; until test -e "$HOME/go"; do sleep 0.2; done; echo ended']),
    'runbooks/endless.md': runbook('Endless', ['name=endless, on=host, danger=read', 'echo x >> "$HOME/count"; echo begun; sleep 600']),
  });
});
beforeEach(() => {
  for (const name of ['count', 'go']) rmSync(join(sshd.home, name), { force: true });
});
afterAll(async () => {
  await laptop.remove();
  await sshd.stop();
});

describe('a terminal that is killed in the middle of a step', () => {
  it('says unknown afterwards, then finds the true outcome and what was missed; the step ran once', async () => {
    const running = await begin();
    running.child.kill('SIGKILL');
    await running.ended;
    const id = await newest();
    const asked = await on('outcome', id, '--json');
    expect(asked.code).toBe(3);
    expect(['unknown', 'running']).toContain(runOf(asked)?.['outcome']);
    go();
    const attached = await on('attach', id);
    expect(attached, attached.err).toMatchObject({ code: 0 });
    expect(attached.out).toContain('api-01: ended');
    expect(attached.out).toContain(`run ${id}: ok`);
    expect(counter()).toBe('x\n');
  });
});

describe('Ctrl-C', () => {
  it('leaves at once with 130, says how to come back, and the step goes on', async () => {
    const running = await begin();
    running.signalGroup('SIGINT');
    const said = await running.ended;
    expect(said.code).toBe(130);
    expect(said.err).toMatch(/breakglass attach [0-9a-z]+/);
    const [, id = ''] = /breakglass attach ([0-9a-z]+)/.exec(said.err) ?? [];
    go();
    const attached = await on('attach', id);
    expect(attached, attached.err).toMatchObject({ code: 0 });
    expect(attached.out).toContain('api-01: ended');
    expect(counter()).toBe('x\n');
  });
});

describe('a line that is lost', () => {
  it('comes back by itself when the session at the server is killed', async () => {
    const running = await begin();
    sshd.killSessions();
    await running.said('"outcome":"unknown"');
    go();
    const said = await running.ended;
    expect(said, said.err).toMatchObject({ code: 0 });
    expect(jsonLines(said.out).flatMap(({ type, outcome }) => (type === 'outcome' ? [outcome] : []))).toEqual(['unknown', 'ok']);
    expect(jsonLines(said.out).map(({ type, text }) => (type === 'output' ? text : '')).join('')).toBe('begun\nended\n');
    expect(counter()).toBe('x\n');
  });

  it('comes back by itself when the server was down for five seconds', async () => {
    const running = await begin();
    await sshd.down();
    sshd.killSessions();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await sshd.up();
    go();
    const said = await running.ended;
    expect(said, said.err).toMatchObject({ code: 0 });
    expect(counter()).toBe('x\n');
  });
});

describe('stop', () => {
  it('from another terminal ends the step at the server, and both terminals say so', async () => {
    const running = await begin('runbooks/endless.md');
    const stopped = await on('stop', await newest());
    expect(stopped.code).toBe(1);
    expect(stopped.out).toContain('stopped');
    const said = await running.ended;
    expect(said.code).toBe(1);
    expect(runOf(said)).toMatchObject({ outcome: 'stopped', state: 'ended' });
    expect(counter()).toBe('x\n');
  });

  it('also after the terminal that ran it was killed', async () => {
    const running = await begin('runbooks/endless.md');
    running.child.kill('SIGKILL');
    await running.ended;
    const id = await newest();
    const stopped = await on('stop', id);
    expect(stopped.code).toBe(1);
    expect(stopped.out).toContain(`run ${id}: stopped`);
    expect(await on('resume', id)).toMatchObject({ code: expect.any(Number) as number, err: expect.stringContaining('breakglass:') as string });
  });
});
