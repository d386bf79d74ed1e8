import type { Failure } from '../../../core/errors';
import { freshSteps, standing, type RunStep } from '../../../core/run/cells';
import type { NextWork, Slot } from '../../../core/run/next-work';
import { worst, type Outcome } from '../../../core/run/outcome';
import { slotKey, type KnownRecord } from '../../../core/run/rebuild-run';
import type { Cell, Run, RunRow } from '../../../core/run/run';
import type { HashedPlan, PlanStep, Target } from '../../../core/runbook/plan';

/** What a run is about, fixed when it is asked for. */
export interface RunSubject {
  readonly id: string;
  readonly plan: HashedPlan;
  readonly by: string;
  readonly reason: string;
  readonly caseId: string | null;
  readonly startedAt: number;
  /** Practice, kept out of the statistics. */
  readonly drill: boolean;
}

/** An entry that the journal did not take; it must be written before anything else is sent. */
export type Unsaved = () => Promise<boolean>;

/** One run as it stands in memory. Everything here can be rebuilt from the journal and the plan. */
export class LiveRun {
  state: Run['state'] = 'waiting-approval';
  /** SECURITY: law 4. The journal says that it was approved and started; without that nothing of it is ever sent. */
  authorised = false;
  /** Why a person is needed, as shown. */
  held: Failure | null = null;
  /** Set where only `resume` may go on: a person paused it, a journal failed, or a restart. */
  paused: Failure | null = null;
  /** Step by step: no step behind this position begins; null: straight through. */
  gate: number | null = null;
  /** Step by step: the position that waits to be let through. */
  gated: number | null = null;
  stopping: 'now' | 'after-batch' | null = null;
  ending = false;
  endedAt: number | null = null;
  /** Why it never began. */
  refused: Failure | null = null;
  steps: RunStep[];
  readonly known = new Map<string, KnownRecord>();
  readonly unsaved: Unsaved[] = [];
  /** They are being written: two who wrote them at once would write one twice and lose another. */
  saving: Promise<boolean> | null = null;
  /** Stops that were asked of a host and are under way: whether a signal of ours ended the step. */
  readonly stops = new Map<string, Promise<boolean>>();
  stopsPending = 0;
  /** Cells about which a person's decision is being written: it stands, whatever the server answers meanwhile. */
  readonly deciding = new Set<string>();

  constructor(readonly subject: RunSubject) {
    this.steps = freshSteps(subject.plan.plan);
  }

  get id(): string {
    return this.subject.id;
  }

  step(position: number): PlanStep | undefined {
    return this.subject.plan.plan.steps.find((step) => step.position === position);
  }

  cell({ position, host }: Slot): Cell | undefined {
    return this.steps.find((step) => step.position === position)?.cells.find((cell) => cell.host === host);
  }

  target(host: string): Target | undefined {
    return this.subject.plan.plan.targets.find(({ name }) => name === host);
  }

  /** The hosts to go through, first hop first. */
  jumps(target: Target): Target[] {
    return target.jump.flatMap((name) => this.subject.plan.plan.jumps.filter((jump) => jump.name === name));
  }

  knownOf(slot: Slot, attempt: number): KnownRecord | undefined {
    return this.known.get(slotKey(slot.position, slot.host, attempt));
  }

  change({ position, host }: Slot, to: (cell: Cell) => Cell): void {
    const step = this.steps.find((each) => each.position === position);
    const index = step?.cells.findIndex((cell) => cell.host === host) ?? -1;
    const cell = step?.cells[index];
    if (step !== undefined && cell !== undefined) step.cells[index] = to(cell);
  }

  cells(): { readonly slot: Slot; readonly cell: Cell }[] {
    return this.steps.flatMap(({ position, cells }) => cells.map((cell) => ({ slot: { position, host: cell.host }, cell })));
  }

  busy(): boolean {
    return this.cells().some(({ cell }) => standing(cell) === 'busy');
  }

  outcome(): Outcome {
    if (this.refused !== null) return { kind: 'refused', why: this.refused.code };
    return worst(this.cells().map(({ cell }) => cell.outcome));
  }

  /** Takes over what the scheduler says about waiting for a person. */
  settle(next: NextWork): void {
    this.held = next.hold;
    this.gated = next.gated;
    this.state = next.hold === null ? 'running' : 'held';
  }

  /** An ended run goes on: a person decided about a step, or takes up what a stop left unsent. */
  reopen(): void {
    this.state = 'running';
    this.endedAt = null;
    this.stopping = null;
  }

  /** From now on step by step, or straight through. What has begun stays begun. */
  walk(stepByStep: boolean): void {
    const begun = this.cells().filter(({ cell }) => standing(cell) !== 'waiting').map(({ slot }) => slot.position);
    this.gate = stepByStep ? (this.gate ?? Math.max(1, ...begun)) : null;
    this.gated = null;
  }

  snapshot(): Run {
    const { id, plan, by, reason, caseId, startedAt } = this.subject;
    const current = this.steps.find(({ cells }) => cells.some((cell) => standing(cell) !== 'passed'));
    return {
      id,
      plan,
      state: this.state,
      held: this.held,
      by,
      reason,
      caseId,
      stepByStep: this.gate !== null,
      startedAt,
      endedAt: this.endedAt,
      at: current?.position ?? this.steps.at(-1)?.position ?? 1,
      steps: this.steps.map(({ position, cells }) => ({ position, cells: [...cells] })),
      outcome: this.outcome(),
    };
  }

  row(): RunRow {
    const { id, plan, by, caseId, startedAt } = this.subject;
    return {
      id,
      state: this.state,
      by,
      startedAt,
      endedAt: this.endedAt,
      outcome: this.outcome(),
      caseId,
      title: plan.plan.runbook.title,
      planHash: plan.hash,
      hosts: plan.plan.targets.length,
    };
  }
}
