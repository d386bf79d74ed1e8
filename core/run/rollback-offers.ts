import type { Plan } from '../runbook/plan';
import { endedBadly, forwardSteps, type RunStep } from './cells';

/** A step that went wrong on some hosts and has a way back. Offered to a person, never carried out by itself. */
export interface RollbackOffer {
  readonly position: number;
  readonly step: string;
  /** The block that would run. */
  readonly rollback: string;
  readonly hosts: readonly string[];
}

/** Where a rollback makes sense now: the step was sent, and it or its check is over and did not go well. */
export function rollbackOffers(plan: Plan, steps: readonly RunStep[]): RollbackOffer[] {
  const cellsAt = (position: number | undefined): RunStep['cells'] => steps.find((step) => step.position === position)?.cells ?? [];
  const forward = forwardSteps(plan);
  return forward.flatMap(({ position, name, rollback }) => {
    if (rollback === null) return [];
    const checks = cellsAt(forward.find((step) => step.checks === name)?.position);
    const hosts = cellsAt(position).filter((cell) => {
      const wasSent = cell.startedAt !== null && cell.outcome.kind !== 'not-sent' && cell.outcome.kind !== 'refused';
      const check = checks.find(({ host }) => host === cell.host);
      return wasSent && (endedBadly(cell) || (cell.outcome.kind === 'ok' && check !== undefined && endedBadly(check)));
    });
    return hosts.length === 0 ? [] : [{ position, step: name, rollback, hosts: hosts.map(({ host }) => host) }];
  });
}
