import type { Host } from '../host/host';
import type { ApprovalDemand, Danger, Plan, PlanStep } from './plan';

const ladder: readonly Danger[] = ['read', 'change', 'destroy'];

/** The worst danger of the steps that would run. */
export function worstDanger(steps: readonly Pick<PlanStep, 'danger' | 'order'>[]): Danger {
  const worst = Math.max(0, ...steps.filter(({ order }) => order === 'forward').map(({ danger }) => ladder.indexOf(danger)));
  return ladder[worst] ?? 'destroy';
}

/**
 * The danger ladder (formats.md): what a person must do before this plan runs. `group` is the one group that the hosts
 * were chosen by, if it was one; otherwise the first host's name is typed, which is the host that goes first.
 */
export function approvalDemand(plan: Plan, inventory: readonly Host[], group: string | null): ApprovalDemand {
  const hosts = plan.targets.length;
  const { danger } = plan.approval;
  const common = { danger, hosts, production: plan.targets.filter((target) => target.danger === 'prod').length };
  if (danger === 'read') return { ...common, kind: 'press', word: null };
  if (hosts > 1 && hosts === inventory.length) return { ...common, kind: 'type-count', word: String(hosts) };
  if (danger === 'destroy') return { ...common, kind: 'type-name', word: group ?? plan.targets[0]?.name ?? null };
  return { ...common, kind: 'press-with-count', word: null };
}
