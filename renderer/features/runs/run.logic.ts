import { endedBadly, standing } from '../../../core/run/cells';
import type { Cell, Run } from '../../../core/run/run';
import type { OutcomeKind } from '../../../core/run/outcome';
import type { PlanStep } from '../../../core/runbook/plan';

/** Outcomes in the order in which they matter to the eye. */
const order: readonly OutcomeKind[] = ['unknown', 'interrupted', 'failed', 'timed-out', 'refused', 'stopped', 'running', 'ok', 'skipped', 'not-sent'];

/** How many cells stand where, worst first. */
export function summarize(cells: readonly Cell[]): readonly { readonly kind: OutcomeKind; readonly count: number }[] {
  return order.flatMap((kind) => {
    const count = cells.filter((cell) => cell.outcome.kind === kind).length;
    return count === 0 ? [] : [{ kind, count }];
  });
}

/** Cells with those that need a person first; otherwise in the plan's order. */
export function failingFirst(cells: readonly Cell[]): readonly Cell[] {
  const rank = (cell: Cell): number => (standing(cell) === 'bad' ? order.indexOf(cell.outcome.kind) : order.length);
  return cells.toSorted((a, b) => rank(a) - rank(b));
}

/** The first host, as the plan names them, on which the step ended badly; or null. */
export function firstBad(cells: readonly Cell[]): string | null {
  return cells.find((cell) => standing(cell) === 'bad')?.host ?? null;
}

/** Cells that "retry failed" would try again. */
export function retriable(cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(endedBadly);
}

/** The step to show unasked: the one whose newest cell has begun. */
export function liveStep(run: Run): number | null {
  const begun = run.steps.flatMap(({ position, cells }) => cells.flatMap(({ startedAt }) => (startedAt === null ? [] : [{ position, startedAt }])));
  return begun.reduce<(typeof begun)[number] | null>((newest, each) => (newest === null || each.startedAt >= newest.startedAt ? each : newest), null)?.position ?? null;
}

/** How long a step takes: so far or in all, the longest host; null before it begins. */
export function elapsed(cells: readonly Cell[], now: number): number | null {
  const times = cells.flatMap(({ startedAt, endedAt }) => (startedAt === null ? [] : [(endedAt ?? now) - startedAt]));
  return times.length === 0 ? null : Math.max(0, ...times);
}

/** Whether a person must say something about this cell before the run goes on. */
export function asks(cell: Cell, step: Pick<PlanStep, 'kind'>, active: boolean): boolean {
  if (step.kind === 'manual') return active && (cell.outcome.kind === 'not-sent' || cell.outcome.kind === 'running');
  return standing(cell) === 'bad';
}
