import { existsSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { claimPath, type Claim } from '../../core/run/claim';
import { recordName } from '../../main/adapters/ssh/step-frame';
import { createNodeProcessHost } from '../../main/platform/node-process-host';
import type { Worker } from '../../main/ports/process-host';
import type { StepEnd } from '../../main/ports/ssh';
import { BadLine } from '../lab/support/bad-line';
import { Sshd } from '../lab/support/sshd';
import { buildWorker, freshClaim, sshBench, stepBody, type SshBench } from '../lab/support/ssh-bench';

const quick = { steps: 100, faults: 300 };
const size =
  process.env.BREAKGLASS_FAULTS === 'full' ? { steps: 1_000, faults: 3_000 } : quick;
const seed = Number(process.env.BREAKGLASS_SEED ?? 20_261_122);

let sshd: Sshd;
let line: BadLine;
let workers: URL;
let frozen: ReturnType<typeof freeze>;
const benches: SshBench[] = [];
const quiet = (): void => undefined;
const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

beforeAll(async () => {
  sshd = await Sshd.start();
  line = await BadLine.to(sshd.port);
  workers = await buildWorker();
  frozen = freeze();
  frozen.catch(() => undefined);
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

/** A line that freezes under much output. Sixteen seconds of keepalive, so it waits while the other tests run. */
async function freeze() {
  // A server of its own: another test kills every session of the common one.
  const server = await Sshd.start();
  const way = await BadLine.to(server.port);
  const { ssh, transcripts, stop } = sshBench();
  const claim = freshClaim();
  const body = stepBody(claim, 'head -c 30000000 /dev/zero | tr "\\0" x; sleep 1; echo end; exit 4');
  const starting = ssh.start(claim, server.target({ port: way.port }), [], body, quiet);
  const place = join(server.home, '.breakglass/runs');
  await until(() => existsSync(join(place, recordName(claim), 'out')));
  way.freeze();
  const frozenAt = Date.now();
  const lost = await starting;
  const waited = Date.now() - frozenAt;
  const end = await ssh.attach(claim, server.target(), [], { bootId, record: place, transcript: body.transcript }, quiet);
  const raw = readFileSync(join(transcripts, `${body.transcript}.raw`));
  way.thaw();
  await stop();
  await way.stop();
  await server.stop();
  return { waited, lost, end, raw };
}

/** mulberry32: a small seeded generator, so that a failure can be played again. */
function chance(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
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
    await until(() => existsSync(join(folder(claim), 'step')));
    process.kill(Number(readFileSync(join(folder(claim), 'supervisor'), 'utf8').split(' ')[0]), 'SIGKILL');
    process.kill(Number(readFileSync(join(folder(claim), 'relay'), 'utf8').split(' ')[0]), 'SIGKILL');
    const lost = await bench().ssh.attach(claim, sshd.target(), [], known(claim), quiet);
    expect(lost).toMatchObject({ outcome: { kind: 'interrupted', why: 'supervisor-gone' }, problem: { code: 'supervisor-gone' } });
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

describe('R1 and R2', () => {
  it(`${String(size.steps)} steps under ${String(size.faults)} faults start once and tell the truth`, async () => {
    const random = chance(seed);
    const host = createNodeProcessHost(workers);
    const lines = await Promise.all(Array.from({ length: 10 }, () => BadLine.to(sshd.port)));
    const counter = join(sshd.folder, 'starts');
    let faults = 0;
    let looked = 0;
    const lanes = lines.map(async (way, lane) => {
      let worker: Worker | null = null;
      const spawn = (): Worker => (worker = host.spawn('ssh-worker'));
      const { ssh, transcripts } = bench({ spawn });
      const target = sshd.target({ port: way.port, name: `host-${String(lane)}` });
      for (let index = 0; index < size.steps / lines.length; index += 1) {
        const claim = freshClaim(target.name);
        const code = Math.floor(random() * 4);
        const script = `echo "$me" >> ${counter}; for i in 1 2 3; do echo "$me $i"; sleep .05; done; exit ${String(code)}`;
        const me = claimPath(claim);
        const body = stepBody(claim, script, { params: { me } });
        const known = { bootId, record: record(), transcript: body.transcript };
        const strike = async (): Promise<void> => {
          for (let count = 0; count < size.faults / size.steps; count += 1) {
            await wait(random() * 150);
            const dice = random();
            faults += 1;
            if (dice < 0.6) way.cut();
            else if (dice < 0.75) way.cutAfter = Math.floor(random() * 9_000);
            else if (dice < 0.95) way.halfClose();
            else worker?.kill();
          }
        };
        const striking = strike();
        let end: StepEnd = await ssh.start(claim, target, [], body, quiet);
        for (let tries = 0; tries < 60 && (end.outcome.kind === 'unknown' || end.outcome.kind === 'not-sent'); tries += 1) {
          looked += 1;
          if (end.outcome.kind === 'unknown') end = await ssh.attach(claim, target, [], known, quiet);
          else if (end.problem?.code === 'record-sealed') break;
          else end = await ssh.start(claim, target, [], body, quiet);
        }
        await striking;
        way.cutAfter = null;
        const starts = existsSync(counter) ? readFileSync(counter, 'utf8').split('\n').filter((text) => text === me).length : 0;
        if (end.outcome.kind === 'not-sent') {
          expect(starts, `${me} told as not sent`).toBe(0);
          continue;
        }
        expect(starts, `${me} started`).toBe(1);
        expect(end.outcome, me).toEqual(code === 0 ? { kind: 'ok' } : { kind: 'failed', code });
        const whole = `${me} 1\n${me} 2\n${me} 3\n`;
        expect(readFileSync(join(transcripts, `${body.transcript}.raw`), 'utf8')).toBe(whole);
        expect(end.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
      }
    });
    await Promise.all(lanes);
    for (const way of lines) await way.stop();
    const starts = readFileSync(counter, 'utf8').trim().split('\n');
    const doubles = starts.length - new Set(starts).size;
    console.log(`seed ${String(seed)}: ${String(size.steps)} steps, ${String(faults)} faults, ${String(looked)} look-ups, ${String(starts.length)} starts, ${String(doubles)} double`);
    expect(doubles).toBe(0);
    expect(faults).toBe(size.faults);
  }, 600_000);
});

describe('a line that freezes', () => {
  it('is noticed within 20 s, and neither holds up the step nor loses its output', async () => {
    const { waited, lost, end, raw } = await frozen;
    expect(waited).toBeLessThan(20_000);
    expect(lost.outcome.kind).toBe('unknown');
    expect(end).toMatchObject({ outcome: { kind: 'failed', code: 4 }, bytes: 30_000_004 });
    expect(createHash('sha256').update(raw).digest('hex')).toBe(end.sha256);
  });
});
