import type { Host } from '../host/host';
import { approvalDemand, worstDanger } from './approval-demand';
import { freezeTargets } from './freeze-targets';
import { hashPlan } from './hash-plan';
import { peopleNeeded, type PlanAnswer, type Policies } from './make-plan';
import type { Plan, PlanStep } from './plan';
import { planProblem } from './problems';

/**
 * The plan that takes one step back on some of its hosts. Its bytes come from the plan that ran, which a person has
 * seen; its hosts are resolved anew. It is offered, shown and approved like any other plan.
 */
export function makeRollbackPlan(question: {
  readonly of: Plan;
  readonly position: number;
  readonly on: readonly string[];
  readonly hosts: readonly Host[];
  readonly policies: Policies;
  readonly defaultUser: string;
}): PlanAnswer {
  const { of, position, on, hosts } = question;
  const failed = of.steps.find((step) => step.position === position);
  const undo = of.steps.find((step) => step.order === 'rollback' && step.name === failed?.rollback && step.checks === null);
  const names = on.filter((name) => failed?.targets.includes(name) === true);
  if (undo === undefined || names.length === 0) {
    return { plan: null, demand: null, problems: [planProblem(null, undo === undefined ? 'no-steps' : 'no-hosts')] };
  }
  const check = of.steps.find((step) => step.order === 'rollback' && step.checks === undo.name);
  const chosen = (step: PlanStep): string[] => (step.targets.some((name) => names.includes(name)) ? step.targets.filter((name) => names.includes(name)) : step.targets);
  const steps = [undo, ...(check === undefined ? [] : [check])].map((step, index): PlanStep => {
    const targets = chosen(step);
    return { ...step, position: index + 1, targets, order: 'forward', when: null, rollback: null, canary: step.canary && targets.length > 1 };
  });
  const { targets, jumps, problems } = freezeTargets(steps.flatMap((step) => step.targets), hosts, question.defaultUser);
  if (problems.length > 0) return { plan: null, demand: null, problems };
  const danger = worstDanger(steps);
  const plan: Plan = { ...of, targets, jumps, steps, approval: { people: peopleNeeded(danger, targets, question.policies), danger } };
  return { plan: hashPlan(plan), demand: approvalDemand(plan, hosts, null), problems: [] };
}
