import type { Plan, PlanStep } from '../runbook/plan';
import type { z } from 'zod';
import type { Cell, runStepSchema } from './run';

export type RunStep = z.infer<typeof runStepSchema>;

/** What a cell means for what may happen next. */
export type Standing = 'waiting' | 'busy' | 'passed' | 'bad';

/** A cell that nothing was done for yet, at an attempt. */
export function untouched(host: string, attempt: number): Cell {
  return {
    host,
    attempt,
    outcome: { kind: 'not-sent', why: 'waiting' },
    startedAt: null,
    endedAt: null,
    bytes: 0,
    sha256: null,
    truncated: false,
    problem: null,
    warnings: [],
    changed: null,
    recordless: false,
  };
}

/**
 * `waiting`: nothing was done. `busy`: it is being sent or runs. `passed`: the next step may go. `bad`: a person must
 * look, and `unknown` is among these (decisions.md 19). A try that could not be sent is bad too, not waiting.
 */
export function standing(cell: Cell): Standing {
  switch (cell.outcome.kind) {
    case 'ok':
    case 'skipped':
      return 'passed';
    case 'running':
      return 'busy';
    case 'not-sent':
      return cell.startedAt === null ? 'waiting' : cell.endedAt === null ? 'busy' : 'bad';
    default:
      return 'bad';
  }
}

/** Bad, and over for certain: nothing of it can still be running, so that it may be tried again or taken back. */
export function endedBadly(cell: Cell): boolean {
  if (standing(cell) !== 'bad') return false;
  switch (cell.outcome.kind) {
    case 'unknown':
      return false;
    case 'timed-out':
      return cell.outcome.still === 'stopped';
    case 'interrupted':
      return cell.outcome.why === 'reboot';
    default:
      return true;
  }
}

/** The steps that a run goes through; those of a rollback are only offered. */
export function forwardSteps(plan: Plan): PlanStep[] {
  return plan.steps.filter(({ order }) => order === 'forward');
}

/** Every cell of a run that has not begun. */
export function freshSteps(plan: Plan): RunStep[] {
  return forwardSteps(plan).map(({ position, targets }) => ({ position, cells: targets.map((host) => untouched(host, 1)) }));
}
