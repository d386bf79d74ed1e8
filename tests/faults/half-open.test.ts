import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Target } from '../../core/runbook/plan';
import { recordName } from '../../main/adapters/ssh/step-frame';
import type { StepEnd } from '../../main/ports/ssh';
import { BadLine } from '../lab/support/bad-line';
import { freshClaim, sshBench, stepBody, type SshBench } from '../lab/support/ssh-bench';
import { Sshd } from '../lab/support/sshd';
import { ThrowawayHost, throwawayMissing } from '../lab/support/throwaway-host';

// R3: a line that is open on this side only is noticed within 20 s, and neither holds up the step nor loses its output.
const full = process.env.BREAKGLASS_FAULTS === 'full';
const trials = full ? 100 : 1;
const promisedMs = 20_000;
const quiet = (): void => undefined;

if (throwawayMissing !== null) console.log(`half-open lines of a whole host: not run (${throwawayMissing})`);

interface Way {
  readonly name: string;
  readonly close: (host: ThrowawayHost) => void;
  readonly open: (host: ThrowawayHost) => void;
}

/** Where lines end, whatever kind of host it is. */
interface Place {
  readonly record: string;
  readonly bootId: string;
  readonly file: (path: string) => string;
  readonly target: () => Target;
  readonly after: () => Target;
  readonly close: () => void;
  readonly open: () => void;
}

const ways: readonly Way[] = [
  { name: 'peer frozen (SIGSTOP)', close: (host) => host.freeze(), open: (host) => host.thaw() },
  { name: 'packets dropped', close: (host) => host.drop(), open: (host) => host.undrop() },
  { name: 'answers led nowhere (blackhole)', close: (host) => host.blackhole(), open: (host) => host.unblackhole() },
];

const benches: SshBench[] = [];
const places = new Map<string, Place>();
const ends: (() => Promise<void>)[] = [];

/** A proxy that swallows every byte: the one way that needs nothing special of the machine. */
async function swallowing(): Promise<Place> {
  const sshd = await Sshd.start();
  const line = await BadLine.to(sshd.port);
  ends.push(() => line.stop(), () => sshd.stop());
  return {
    record: join(sshd.home, '.breakglass/runs'),
    bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    file: (path) => path,
    target: () => sshd.target({ port: line.port }),
    after: () => sshd.target(),
    close: () => line.freeze(),
    open: () => line.thaw(),
  };
}

async function cutOff({ close, open }: Way): Promise<Place> {
  const host = await ThrowawayHost.start({ network: true });
  ends.push(() => host.stop());
  return {
    record: join(host.home(), '.breakglass/runs'),
    bootId: host.bootId,
    file: (path) => host.file(path),
    target: () => host.target(),
    after: () => host.target(),
    close: () => close(host),
    open: () => open(host),
  };
}

beforeAll(async () => {
  places.set('bytes swallowed on the way', await swallowing());
  if (throwawayMissing !== null) return;
  for (const way of ways) places.set(way.name, await cutOff(way));
});

afterAll(async () => {
  for (const bench of benches) await bench.stop();
  for (const end of ends) await end();
});

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 120_000; !what(); await new Promise((resolve) => setTimeout(resolve, 50))) {
    if (Date.now() > end) throw new Error(`waited too long for ${what.toString()}`);
  }
}

/** Every trial has a line of its own; the first prints much, so that a full buffer could hold it up. */
async function tryPlace(name: string, place: Place): Promise<number[]> {
  const { record, bootId } = place;
  // A hundred lines take a while to open; no step may be over before the last of them is cut. An empty pipe holds them
  // without work: four hundred that look again and again would slow down what is measured.
  const go = join(record, '../../go');
  execFileSync('mkfifo', [place.file(go)]);
  const pipe = openSync(place.file(go), 'r+');
  ends.unshift(() => Promise.resolve(closeSync(pipe)));
  const wait = `read -r _ <'${go}'; echo end; exit 4`;
  const started: { bench: SshBench; claim: ReturnType<typeof freshClaim>; body: ReturnType<typeof stepBody>; end: Promise<StepEnd> }[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const bench = sshBench();
    benches.push(bench);
    const claim = freshClaim();
    const script = trial === 0 ? `head -c 30000000 /dev/zero | tr "\\0" x; ${wait}` : wait;
    const body = stepBody(claim, script, { timeoutMs: 0 });
    started.push({ bench, claim, body, end: bench.ssh.start(claim, place.target(), [], body, quiet) });
    await until(() => existsSync(place.file(join(record, recordName(claim), 'step'))));
  }
  place.close();
  writeSync(pipe, '\n'.repeat(trials));
  const from = Date.now();
  const waited = await Promise.all(
    started.map(async ({ end }) => {
      expect((await end).outcome.kind, name).toBe('unknown');
      return Date.now() - from;
    }),
  );
  place.open();
  for (const { bench, claim, body } of started.slice(0, 2)) {
    const known = { bootId, record, transcript: body.transcript };
    const end = await bench.ssh.attach(claim, place.after(), [], known, quiet);
    expect(end, name).toMatchObject({ outcome: { kind: 'failed', code: 4 }, truncated: false, problem: null });
    const raw = readFileSync(join(bench.transcripts, `${body.transcript}.raw`));
    expect(createHash('sha256').update(raw).digest('hex')).toBe(end.sha256);
    expect(raw.length).toBe(claim === started[0]?.claim ? 30_000_004 : 4);
  }
  return waited;
}

it(`${String(trials)} half-open lines of each kind are noticed within 20 s`, async () => {
  const all = await Promise.all([...places].map(async ([name, place]) => [name, await tryPlace(name, place)] as const));
  for (const [name, waited] of all) {
    console.log(`${name}: ${String(waited.length)} lines, noticed after ${String(Math.min(...waited))} to ${String(Math.max(...waited))} ms`);
    expect(Math.max(...waited), name).toBeLessThan(promisedMs);
  }
}, 600_000);
