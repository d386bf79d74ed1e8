import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPath } from '../../../core/run/claim';
import type { StepEnd } from '../../../main/ports/ssh';
import type { ProcessHost, Worker } from '../../../main/ports/process-host';
import { createSystemClock } from '../../../main/adapters/system/system-clock';
import { BadLine } from '../../lab/support/bad-line';
import { freshClaim, inlineWorker, sshBench, stepBody, type SshBench } from '../../lab/support/ssh-bench';
import type { FaultHost, HostFault } from './fault-host';

export type Fault = HostFault | 'line cut' | 'input cut' | 'half-closed' | 'worker killed' | 'console killed' | 'clock jumped';

/** What was found out about a step, against what really happened. */
export type Verdict =
  | 'true outcome'
  | 'true outcome, output named incomplete'
  | 'not started, said so'
  | 'interrupted by the reboot, said so'
  | 'supervisor gone with a full disk, said so'
  | 'unknown for good after a reboot or without a record, said so'
  | 'WRONG';

export interface LaneStep {
  readonly verdict: Verdict;
  readonly me: string;
  readonly end: StepEnd;
  readonly looks: number;
}

/** How often each fault comes, of a hundred; those that a host or console cannot have become cuts. */
const dice: readonly (readonly [Fault, number])[] = [
  ['line cut', 30], ['input cut', 8], ['half-closed', 12], ['worker killed', 9], ['console killed', 9],
  ['session killed', 10], ['server killed', 4], ['peer frozen', 5], ['network cut off', 5], ['disk full', 4],
  ['host rebooted', 2], ['clock jumped', 2],
];

const day = 86_400_000;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const quiet = (): void => undefined;

/** One console with one host, over a bad line: it runs a step after the other while faults strike. */
export class FaultLane {
  readonly #transcripts = mkdtempSync(join(tmpdir(), 'breakglass-lane-'));
  #bench: SshBench;
  #worker: Worker | null = null;
  #generation = 0;
  #jump = 0;
  readonly struck = new Map<Fault, number>();

  private constructor(
    private readonly index: number,
    private readonly host: FaultHost,
    private readonly line: BadLine,
    private readonly workers: ProcessHost | null,
    private readonly random: () => number,
    /** One fault in so many lasts longer than the line's own patience; 0: none. */
    private readonly longOnes: number,
  ) {
    this.#bench = this.#console();
    host.onReboot(() => {
      line.cut();
    });
  }

  /** @param workers null: a worker inside this process, whose clock jumps and which cannot be killed. */
  static async open(index: number, host: FaultHost, workers: ProcessHost | null, random: () => number, longOnes: number): Promise<FaultLane> {
    return new FaultLane(index, host, await BadLine.to(host.port, host.address), workers, random, longOnes);
  }

  async step(faults: number): Promise<LaneStep> {
    const { host, line, random } = this;
    const target = host.target({ name: `host-${String(this.index)}`, address: '127.0.0.1', port: line.port });
    const claim = freshClaim(target.name);
    const me = claimPath(claim);
    const code = Math.floor(random() * 4);
    const block = 'x'.repeat(random() < 0.2 ? 20_000 : 1);
    const script = `echo "$me" >> ${host.counter}; for i in 1 2 3; do echo "$me $i $block"; sleep .05; done; exit ${String(code)}`;
    const body = stepBody(claim, script, { params: { me, block } });
    const before = { reboots: host.reboots(), full: host.full(), generation: this.#generation };
    // Some faults strike while the console still connects, most while the step travels and runs.
    let begun = (): void => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    const striking = this.#strike(faults, random() < 0.7 ? beginning : Promise.resolve());
    let known: { bootId: string; record: string; transcript: string } | null = null;
    let end: StepEnd = { outcome: { kind: 'not-sent', why: '' }, bytes: 0, sha256: null, truncated: false, problem: null };
    let looks = 0;
    for (let tries = 0; tries < 200; tries += 1) {
      const { ssh } = this.#bench;
      if (end.outcome.kind === 'not-sent') {
        // A console that was killed has an intent and no outcome: it looks, and never sends again.
        if (end.problem?.code === 'record-sealed' || (known !== null && before.generation !== this.#generation)) break;
        const ready = await ssh.prepare(target, []);
        if (!ready.ok) {
          await wait(100);
          continue;
        }
        known = { bootId: ready.value.bootId, record: ready.value.record, transcript: body.transcript };
        begun();
        end = await ssh.start(claim, target, [], body, quiet);
      } else if (end.outcome.kind === 'unknown' && known !== null) {
        looks += 1;
        if (end.problem?.code === 'record-absent') break;
        if (tries > 5) await wait(100);
        end = await ssh.attach(claim, target, [], known, quiet);
      } else break;
    }
    begun();
    await striking;
    line.cutAfter = null;
    const rebooted = host.reboots() > before.reboots;
    const wasFull = host.full() > before.full;
    return { me, end, looks, verdict: this.#judge(me, end, code, `${me} 1 ${block}\n${me} 2 ${block}\n${me} 3 ${block}\n`, body.transcript, rebooted, wasFull) };
  }

  async close(): Promise<void> {
    await this.#bench.stop();
    await this.line.stop();
    rmSync(this.#transcripts, { recursive: true, force: true });
  }

  #judge(me: string, end: StepEnd, code: number, whole: string, transcript: string, rebooted: boolean, wasFull: boolean): Verdict {
    const starts = this.host.starts().filter((text) => text === me).length;
    const { outcome } = end;
    switch (outcome.kind) {
      case 'ok':
      case 'failed': {
        if (starts !== 1 || (outcome.kind === 'ok' ? 0 : outcome.code) !== code) return 'WRONG';
        const file = join(this.#transcripts, `${transcript}.raw`);
        const raw = existsSync(file) ? readFileSync(file, 'utf8') : '';
        if (end.truncated) return wasFull && end.sha256 === null ? 'true outcome, output named incomplete' : 'WRONG';
        return raw === whole && end.sha256 === createHash('sha256').update(whole).digest('hex') ? 'true outcome' : 'WRONG';
      }
      case 'not-sent':
      case 'refused':
        return starts === 0 ? 'not started, said so' : 'WRONG';
      case 'interrupted':
        if (outcome.why === 'reboot') return rebooted && starts <= 1 ? 'interrupted by the reboot, said so' : 'WRONG';
        return wasFull && starts <= 1 ? 'supervisor gone with a full disk, said so' : 'WRONG';
      case 'unknown':
        return end.problem?.code === 'record-absent' && (rebooted || wasFull) && starts <= 1 ? 'unknown for good after a reboot or without a record, said so' : 'WRONG';
      default:
        return 'WRONG';
    }
  }

  async #strike(count: number, beginning: Promise<void>): Promise<void> {
    await beginning;
    for (let index = 0; index < count; index += 1) {
      await wait(this.random() * 120);
      const fault = this.#throw();
      this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1);
      const isLong = this.longOnes > 0 && this.random() < 1 / this.longOnes;
      await this.#act(fault, isLong ? 17_000 : 20 + this.random() * 300);
    }
  }

  #throw(): Fault {
    let left = this.random() * 100;
    const fault = dice.find(([, share]) => (left -= share) < 0)?.[0] ?? 'line cut';
    switch (fault) {
      case 'worker killed':
      case 'console killed':
        return this.workers === null ? 'clock jumped' : fault;
      case 'clock jumped':
        return this.workers === null ? fault : 'line cut';
      case 'line cut':
      case 'input cut':
      case 'half-closed':
        return fault;
      default:
        return this.host.faults.includes(fault) ? fault : 'line cut';
    }
  }

  async #act(fault: Fault, ms: number): Promise<void> {
    switch (fault) {
      case 'line cut':
        this.line.cut();
        return;
      case 'input cut':
        this.line.cutAfter = Math.floor(this.random() * 9_000);
        return;
      case 'half-closed':
        this.line.halfClose();
        return;
      case 'worker killed':
        this.#worker?.kill();
        return;
      case 'console killed':
        this.#generation += 1;
        this.#worker?.kill();
        this.#worker = null;
        this.#bench = this.#console();
        return;
      case 'clock jumped':
        this.#jump = (this.random() - 0.5) * 800 * day;
        return;
      default:
        await this.host.strike(fault, ms);
    }
  }

  #console(): SshBench {
    const { workers } = this;
    const system = createSystemClock();
    const clock = { ...system, now: () => system.now() + this.#jump, mono: () => system.mono() };
    const spawn = (): Worker => (workers === null ? inlineWorker(clock) : (this.#worker = workers.spawn('ssh-worker')));
    return sshBench({ spawn, clock, transcripts: this.#transcripts });
  }
}
