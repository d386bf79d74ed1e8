import { existsSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Claim } from '../../core/run/claim';
import { recordName } from '../../main/adapters/ssh/step-frame';
import { createNodeProcessHost } from '../../main/platform/node-process-host';
import type { Worker } from '../../main/ports/process-host';
import { BadLine } from '../lab/support/bad-line';
import { Sshd } from '../lab/support/sshd';
import { buildWorker, freshClaim, sshBench, stepBody, type SshBench } from '../lab/support/ssh-bench';

let sshd: Sshd;
let line: BadLine;
let workers: URL;
const benches: SshBench[] = [];
const quiet = (): void => undefined;
const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

beforeAll(async () => {
  sshd = await Sshd.start();
  line = await BadLine.to(sshd.port);
  workers = await buildWorker();
});

afterEach(async () => {
  for (const bench of benches.splice(0)) await bench.stop();
});

afterAll(async () => {
  await line.stop();
  await sshd.stop();
});

function bench(overrides: Parameters<typeof sshBench>[0] = {}): SshBench {
  const made = sshBench(overrides);
  benches.push(made);
  return made;
}

/** The target as seen through the bad line. */
const through = () => sshd.target({ port: line.port });
const record = () => join(sshd.home, '.breakglass/runs');
const folder = (claim: Claim) => join(record(), recordName(claim));
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(what: () => boolean, ms = 10_000): Promise<void> {
  for (const end = Date.now() + ms; !what(); await wait(10)) {
    if (Date.now() > end) throw new Error(`waited too long for ${what.toString()}`);
  }
}

describe('a line that drops', () => {
  it.each([
    ['cut', () => line.cut()],
    ['half-closed', () => line.halfClose()],
    ['ended by the server', () => sshd.killSessions()],
  ])('%s in the middle of a step: the true end and all output come back', async (_name, drop) => {
    const { ssh, transcripts } = bench();
    const claim = freshClaim();
    const body = stepBody(claim, 'for i in 1 2 3 4 5 6 7 8; do echo "line $i"; sleep .2; done; exit 5');
    const starting = ssh.start(claim, through(), [], body, quiet);
    await until(() => existsSync(join(folder(claim), 'out')) && readFileSync(join(folder(claim), 'out'), 'utf8').includes('line 3'));
    drop();
    const lost = await starting;
    expect(lost).toMatchObject({ outcome: { kind: 'unknown' }, sha256: null, problem: { code: 'line-lost' } });
    const end = await ssh.attach(claim, through(), [], { bootId, record: record(), transcript: body.transcript }, quiet);
    const whole = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => `line ${String(index)}\n`).join('');
    expect(end).toMatchObject({ outcome: { kind: 'failed', code: 5 }, bytes: whole.length, problem: null });
    expect(readFileSync(join(transcripts, `${body.transcript}.raw`), 'utf8')).toBe(whole);
    expect(end.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
  });

  it('while the input travels: nothing runs, and what was looked up can never start late', async () => {
    const { ssh } = bench();
    const claim = freshClaim();
    await ssh.prepare(through(), []);
    line.cut();
    await wait(50);
    const counter = join(sshd.folder, 'cut-input');
    const params = { big: 'x'.repeat(100_000) };
    const body = stepBody(claim, `echo x >> ${counter}`, { params });
    line.cutAfter = 40_000;
    const lost = await ssh.start(claim, through(), [], body, quiet);
    expect(lost.outcome.kind).toBe('unknown');
    const known = { bootId, record: record(), transcript: body.transcript };
    const found = await ssh.attach(claim, through(), [], known, quiet);
    expect(found.outcome.kind).toBe('not-sent');
    expect(existsSync(counter)).toBe(false);
    const stranger = await bench().ssh.start(claim, through(), [], body, quiet);
    expect(stranger).toMatchObject({ outcome: { kind: 'not-sent' }, problem: { code: 'record-sealed' } });
    const again = await ssh.start(claim, through(), [], body, quiet);
    expect(again.outcome).toEqual({ kind: 'ok' });
    expect(readFileSync(counter, 'utf8')).toBe('x\n');
  });
});

describe('a worker that is killed', () => {
  it('in the middle of a step: another one continues its output and gives the true end', async () => {
    const host = createNodeProcessHost(workers);
    let last: Worker | null = null;
    const spawn = (): Worker => (last = host.spawn('ssh-worker'));
    const { ssh, transcripts } = bench({ spawn });
    const claim = freshClaim();
    const body = stepBody(claim, 'for i in 1 2 3 4 5 6; do echo "line $i"; sleep .2; done; exit 6');
    const starting = ssh.start(claim, sshd.target(), [], body, quiet);
    await until(() => existsSync(join(folder(claim), 'out')) && readFileSync(join(folder(claim), 'out'), 'utf8').includes('line 2'));
    (last as Worker | null)?.kill();
    expect(await starting).toMatchObject({ outcome: { kind: 'unknown' }, problem: { code: 'ssh-worker-lost' } });
    const end = await ssh.attach(claim, sshd.target(), [], { bootId, record: record(), transcript: body.transcript }, quiet);
    expect(end.outcome).toEqual({ kind: 'failed', code: 6 });
    const whole = readFileSync(join(transcripts, `${body.transcript}.raw`), 'utf8');
    expect(whole).toBe([1, 2, 3, 4, 5, 6].map((index) => `line ${String(index)}\n`).join(''));
    expect(end.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
  });
});

describe('a worker in a terminal', () => {
  it('outlives Ctrl-C and a hang-up, answers on, and ends when its console is gone', async () => {
    const worker = fork(fileURLToPath(new URL('ssh-worker.js', workers)), { stdio: 'ignore' });
    const answered = (id: number) =>
      new Promise((resolve) => {
        worker.on('message', (message: { readonly id: number; readonly kind: string }) => {
          if (message.id === id) resolve(message.kind);
        });
        worker.send({ kind: 'call', id, name: 'known', args: [sshd.target()] });
      });
    worker.send({ kind: 'open', settings: { home: '/nowhere', agent: null, knownHosts: [], transcripts: '/nowhere' } });
    expect(await answered(1)).toBe('done');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) worker.kill(signal);
    expect(await answered(2)).toBe('done');
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.disconnect();
    expect(await ended).toBe(0);
  });
});

describe('what a record tells', () => {
  const known = (claim: Claim, boot = bootId) => ({ bootId: boot, record: record(), transcript: stepBody(claim, '').transcript });

  it('absent on the same boot is not sent; on another boot, or without its folder, unknown', async () => {
    const { ssh } = bench();
    await ssh.prepare(sshd.target(), []);
    const look = (boot: string, place = record()) => {
      const claim = freshClaim();
      return ssh.attach(claim, sshd.target(), [], { ...known(claim, boot), record: place }, quiet);
    };
    expect((await look(bootId)).outcome.kind).toBe('not-sent');
    expect(await look('another-boot')).toMatchObject({ outcome: { kind: 'unknown' }, problem: { code: 'record-absent' } });
    expect((await look('-')).outcome.kind).toBe('unknown');
    expect((await look(bootId, join(sshd.home, 'gone/runs'))).outcome.kind).toBe('unknown');
  });

  it('no exit code and another boot is a reboot', async () => {
    const { ssh } = bench();
    const claim = freshClaim();
    await ssh.start(claim, sshd.target(), [], stepBody(claim, 'echo hello'), quiet);
    const file = join(folder(claim), 'claim');
    writeFileSync(file, readFileSync(file, 'utf8').replace(bootId, '00000000-dead-beef'));
    expect((await ssh.attach(claim, sshd.target(), [], known(claim), quiet)).outcome).toEqual({ kind: 'ok' });
    rmSync(join(folder(claim), 'rc'));
    const end = await ssh.attach(claim, sshd.target(), [], known(claim), quiet);
    expect(end).toMatchObject({ outcome: { kind: 'interrupted', why: 'reboot' }, sha256: null, problem: { code: 'host-rebooted' } });
  });

  it('a supervisor that is gone is interrupted, never ended; and stop still reaches the step', async () => {
    const { ssh } = bench();
    const claim = freshClaim();
    const starting = ssh.start(claim, sshd.target(), [], stepBody(claim, 'sleep 30', { timeoutMs: 0 }), quiet);
    // The two sides of a pipe write them, in no order.
    await until(() => ['step', 'supervisor', 'relay'].every((name) => existsSync(join(folder(claim), name)) && statSync(join(folder(claim), name)).size > 0));
    process.kill(Number(readFileSync(join(folder(claim), 'supervisor'), 'utf8').split(' ')[0]), 'SIGKILL');
    process.kill(Number(readFileSync(join(folder(claim), 'relay'), 'utf8').split(' ')[0]), 'SIGKILL');
    const lost = await bench().ssh.attach(claim, sshd.target(), [], known(claim), quiet);
    expect(lost).toMatchObject({ outcome: { kind: 'interrupted', why: 'supervisor-gone' }, problem: { code: 'supervisor-gone' } });
    expect(lost.problem?.values.left).toMatch(/^\d+ sh, \d+ sleep$/);
    const stopped = await ssh.stop(claim, sshd.target(), [], record());
    expect(stopped).toMatchObject({ ok: true, value: { confirmed: true } });
    await starting;
  });

  it('swept keeps that it ran', async () => {
    const { ssh } = bench();
    const claim = freshClaim();
    await ssh.start(claim, sshd.target(), [], stepBody(claim, 'echo hello; exit 9'), quiet);
    const old = Date.now() / 1_000 - 9 * 86_400;
    utimesSync(join(folder(claim), 'rc'), old, old);
    expect(await ssh.sweep(sshd.target(), [], record())).toEqual({ ok: true, value: 1 });
    expect(readdirSync(folder(claim))).not.toContain('out');
    const end = await bench().ssh.attach(claim, sshd.target(), [], known(claim), quiet);
    expect(end.outcome).toEqual({ kind: 'failed', code: 9 });
  });
});
