import { fail, failure, type Failure } from '../../../core/errors';
import { untouched } from '../../../core/run/cells';
import { claimPath, type Claim } from '../../../core/run/claim';
import type { Slot } from '../../../core/run/next-work';
import { slotKey } from '../../../core/run/rebuild-run';
import type { PlanStep, Target } from '../../../core/runbook/plan';
import type { Clock } from '../../ports/clock';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { Readiness, Ssh, StepEnd } from '../../ports/ssh';
import type { Vault } from '../../ports/vault';
import { fileWork } from './file-work';
import { unknownEnd } from './line-keeper';
import type { LiveRun } from './live-run';
import type { RunRecord } from './run-record';
import { planSecrets } from './step-secrets';

export interface StepSenderPorts {
  readonly ssh: Ssh;
  readonly vault: Pick<Vault, 'get'>;
  readonly clock: Clock;
  readonly schedule: Schedule;
}

/** What the sender tells about a cell. */
export interface StepSenderListener {
  readonly changed: (run: LiveRun) => void;
  readonly ended: (run: LiveRun, slot: Slot, attempt: number, end: StepEnd) => Promise<void>;
  /** Nothing was sent and the cell waits as before, because the run is being stopped or waits for a person. */
  readonly unsent: (run: LiveRun) => void;
  /** Its intent is written and nothing was sent: that is written down too, before it waits again. */
  readonly returned: (run: LiveRun, slot: Slot, attempt: number) => Promise<void>;
  /** The journal did not take the intent: nothing was sent, and nothing more will be until somebody resumes. */
  readonly unrecorded: (run: LiveRun, error: Failure) => void;
}

function notSent(kind: 'not-sent' | 'refused', problem: Failure): StepEnd {
  const why = problem.code;
  return { outcome: kind === 'refused' ? { kind, why } : { kind, why }, bytes: 0, sha256: null, truncated: false, problem };
}

/** A host that is not who it should be is refused; a host that does not answer was merely not reached. */
function unready(error: Failure): StepEnd {
  return notSent(/^host-keys?-/.test(error.code) ? 'refused' : 'not-sent', error);
}

/** Carries out one step on one host, in the one order that laws 1 and 3 allow: prepare, record the intent, send. */
export class StepSender {
  private readonly waits = new Map<string, Cancel>();

  constructor(
    private readonly ports: StepSenderPorts,
    private readonly record: RunRecord,
    private readonly listener: StepSenderListener,
  ) {}

  /** Marks the cell as taken before anything is awaited, so that it is never sent twice; resolves when it ended. */
  async send(run: LiveRun, slot: Slot): Promise<void> {
    const step = run.step(slot.position);
    const cell = run.cell(slot);
    if (step === undefined || cell === undefined) return;
    const { attempt } = cell;
    const now = this.ports.clock.now();
    run.change(slot, (waiting) => ({ ...waiting, startedAt: now, outcome: { kind: 'not-sent', why: 'connecting' } }));
    this.listener.changed(run);
    if (step.kind === 'wait') {
      await this.wait(run, slot, attempt, step.waitMs ?? 0);
      return;
    }
    const target = run.target(slot.host);
    if (target === undefined) return;
    const end = await this.start(run, slot, attempt, step, target);
    if (end === null) this.listener.unsent(run);
    else await this.listener.ended(run, slot, attempt, end);
  }

  /** Ends the waiting steps of a run early. */
  cancelWaits(run: LiveRun): void {
    for (const [key, cancel] of this.waits) if (key.startsWith(`${run.id}/`)) cancel();
  }

  private async wait(run: LiveRun, slot: Slot, attempt: number, ms: number): Promise<void> {
    const key = `${run.id}/${slotKey(slot.position, slot.host, attempt)}`;
    run.change(slot, (cell) => ({ ...cell, outcome: { kind: 'running' } }));
    const whole = await new Promise<boolean>((resolve) => {
      const stop = this.ports.schedule.after(ms, () => resolve(true));
      this.waits.set(key, () => {
        stop();
        resolve(false);
      });
    });
    this.waits.delete(key);
    const outcome = whole ? ({ kind: 'ok' } as const) : ({ kind: 'stopped', confirmed: true } as const);
    await this.listener.ended(run, slot, attempt, { outcome, bytes: 0, sha256: null, truncated: false, problem: null });
  }

  /** Null: nothing was sent and the cell waits as before. */
  private async start(run: LiveRun, slot: Slot, attempt: number, step: PlanStep, target: Target): Promise<StepEnd | null> {
    const jumps = run.jumps(target);
    const recordless = run.cell(slot)?.recordless === true;
    // Nothing of a step has left before its intent is written, so that a worker that broke here has sent nothing.
    const ready = await this.ports.ssh.prepare(target, jumps, { recordless }).catch(() => fail('ssh-worker-lost', {}));
    if (!ready.ok) return unready(ready.error);
    const secrets = await planSecrets(this.ports.vault, run, step);
    if (!secrets.ok) return notSent('not-sent', secrets.error);
    // After "stop after this batch" a check of what went well still goes out; every other host is one that had not begun.
    const isStopped = run.stopping === 'now' || (run.stopping === 'after-batch' && step.checks === null);
    if (isStopped || run.paused !== null) return this.giveBack(run, slot, attempt);

    const claim: Claim = { run: run.id, target: slot.host, position: slot.position, attempt };
    const refused = await this.writeIntent(run, claim, step, target, ready.value);
    if (refused !== null) {
      this.giveBack(run, slot, attempt);
      this.listener.unrecorded(run, refused);
      return null;
    }
    // Whoever pressed stop or pause while the disk was busy must not see the step start after that.
    if (run.stopping === 'now') return notSent('not-sent', failure('run-stopped', {}));
    if (run.paused !== null) {
      await this.listener.returned(run, slot, attempt);
      return this.giveBack(run, slot, attempt);
    }
    run.change(slot, (cell) => ({ ...cell, outcome: { kind: 'running' }, warnings: [...ready.value.warnings] }));
    this.listener.changed(run);
    const { params } = run.subject.plan.plan;
    const body = {
      script: step.script,
      params: step.each === null ? params : { ...params, [step.each]: slot.host },
      secrets: secrets.value,
      sudo: step.sudo,
      user: step.user,
      recordless,
      place: { bootId: ready.value.bootId, record: ready.value.record },
      cwd: step.cwd,
      timeoutMs: step.timeoutMs,
      transcript: claimPath(claim),
      ...fileWork(step),
    };
    return this.ports.ssh
      .start(claim, target, jumps, body, (at) => {
        run.change(slot, (cell) => (cell.attempt === attempt ? { ...cell, ...at } : cell));
        this.listener.changed(run);
      })
      // A worker that broke may have sent the step: nobody can say (law 2).
      .catch(() => unknownEnd(this.ports.clock.now()));
  }

  private giveBack(run: LiveRun, slot: Slot, attempt: number): null {
    run.change(slot, ({ host, recordless }) => ({ ...untouched(host, attempt), recordless }));
    this.listener.changed(run);
    return null;
  }

  private async writeIntent(run: LiveRun, claim: Claim, step: PlanStep, target: Target, ready: Readiness): Promise<Failure | null> {
    const written = await this.record.intent(run, claim, step, target, ready);
    if (!written.ok) return written.error;
    const { bootId, record } = ready;
    run.known.set(slotKey(claim.position, claim.target, claim.attempt), { bootId, record, transcript: claimPath(claim) });
    return null;
  }
}
