import type { HeldApproval } from '../../../core/approval/approval';
import type { Failure, Result } from '../../../core/errors';
import type { EntryData } from '../../../core/journal/codes';
import { outcomeWord } from '../../../core/run/outcome-word';
import type { Slot } from '../../../core/run/next-work';
import type { Cell } from '../../../core/run/run';
import { claimPath, type Claim } from '../../../core/run/claim';
import { sha256Hex } from '../../../core/runbook/sha256';
import type { PlanStep, Target } from '../../../core/runbook/plan';
import type { Journal } from '../../ports/journal';
import type { Readiness } from '../../ports/ssh';
import type { LiveRun } from './live-run';

/** Writes what happens to a run into the journal. What it refuses, does not happen (law 1). */
export class RunRecord {
  constructor(private readonly journal: Journal) {}

  private subject(run: LiveRun): EntryData<'RUN-START'> {
    const { plan, hash } = run.subject.plan;
    return { run: run.id, plan: hash, runbook: plan.runbook.path, title: plan.runbook.title, hosts: plan.targets.length, caseId: run.subject.caseId };
  }

  private claim(run: LiveRun, { position, host }: Slot, attempt: number): Pick<EntryData<'STEP-DECISION'>, 'run' | 'position' | 'step' | 'host' | 'attempt' | 'caseId'> {
    return { run: run.id, position, step: run.step(position)?.name ?? '', host, attempt, caseId: run.subject.caseId };
  }

  asked(run: LiveRun): Promise<Result<unknown>> {
    const { plan, reason, drill } = run.subject;
    return this.journal.append('RUN-PLAN', { ...this.subject(run), danger: plan.plan.approval.danger, reason, stepByStep: run.gate !== null, drill });
  }

  approved(run: LiveRun, how: EntryData<'RUN-APPROVE'>['how'], second: HeldApproval | null): Promise<Result<unknown>> {
    const by = second === null ? {} : { second: { by: second.by, how: second.how, proof: second.proof } };
    return this.journal.append('RUN-APPROVE', { ...this.subject(run), how, ...by });
  }

  started(run: LiveRun): Promise<Result<unknown>> {
    return this.journal.append('RUN-START', this.subject(run));
  }

  refused(run: string | null, plan: string, title: string, error: Failure, caseId: string | null): Promise<Result<unknown>> {
    return this.journal.append('RUN-REFUSED', { run, plan, title, why: error.code, values: { ...error.values }, caseId });
  }

  intent(run: LiveRun, claim: Claim, step: PlanStep, target: Target, ready: Readiness): Promise<Result<unknown>> {
    return this.journal.append('STEP-INTENT', {
      ...this.claim(run, { position: claim.position, host: claim.target }, claim.attempt),
      plan: run.subject.plan.hash,
      address: `${target.user}@${target.address}:${String(target.port)}`,
      script: sha256Hex(step.script),
      bootId: ready.bootId,
      record: ready.record,
      transcript: claimPath(claim),
      ...(ready.warnings.length === 0 ? {} : { warnings: ready.warnings.map(({ code, values }) => ({ code, values: { ...values } })) }),
    });
  }

  outcome(run: LiveRun, slot: Slot, attempt: number, end: Pick<Cell, 'outcome' | 'bytes' | 'sha256' | 'truncated' | 'problem' | 'changed' | 'file'>): Promise<Result<unknown>> {
    const { outcome, bytes, sha256, truncated, problem, changed, file } = end;
    const said = { ...(changed === null ? {} : { changed }), ...(file === undefined ? {} : { file }) };
    return this.journal.append('STEP-OUTCOME', { ...this.claim(run, slot, attempt), outcome, word: outcomeWord(outcome), bytes, sha256, truncated, problem, ...said });
  }

  decision(run: LiveRun, slot: Slot, attempt: number, decision: EntryData<'STEP-DECISION'>['decision'], reason: string): Promise<Result<unknown>> {
    return this.journal.append('STEP-DECISION', { ...this.claim(run, slot, attempt), decision, reason });
  }

  held(run: LiveRun, error: Failure): Promise<Result<unknown>> {
    return this.journal.append('RUN-HELD', { ...this.named(run), why: error.code, values: { ...error.values } });
  }

  resumed(run: LiveRun, stepByStep: boolean): Promise<Result<unknown>> {
    return this.journal.append('RUN-RESUME', { ...this.named(run), stepByStep });
  }

  /** Pausing never waits for the disk either. */
  paused(run: LiveRun): void {
    this.journal.appendLate('RUN-PAUSE', this.named(run));
  }

  /** Stopping never waits for the disk: it makes the world calmer (decisions.md 8). */
  stopping(run: LiveRun, how: 'now' | 'after-batch'): void {
    this.journal.appendLate('RUN-STOP', { ...this.named(run), how });
  }

  ended(run: LiveRun): Promise<Result<unknown>> {
    const outcome = run.outcome();
    return this.journal.append('RUN-END', { ...this.named(run), plan: run.subject.plan.hash, outcome, word: outcomeWord(outcome) });
  }

  private named(run: LiveRun): { run: string; title: string; caseId: string | null } {
    return { run: run.id, title: run.subject.plan.plan.runbook.title, caseId: run.subject.caseId };
  }
}
