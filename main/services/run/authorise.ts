import { failure, type Failure } from '../../../core/errors';
import type { ApprovalRequest } from '../../../core/run/run';
import type { Plan } from '../../../core/runbook/plan';
import { execPath } from '../../../core/runbook/make-exec-plan';
import type { Workspace } from '../../../core/workspace/workspace';
import type { Actor } from '../../ports/actor';
import type { Approver, SecondApproval } from '../../ports/approver';

/** What role and policy say to a plan before anybody is asked; null: nothing against it. */
export function objection(actor: Actor, workspace: Workspace, plan: Plan, reason: string): Failure | null {
  const me = actor.me();
  if (!actor.may('run')) return failure('run-not-allowed', { who: me.name });
  if (plan.runbook.path === execPath && reason.trim() === '') return failure('run-reason-needed', {});
  const production = plan.targets.some(({ danger }) => danger === 'prod');
  return production && !me.vouched && !workspace.settings.policies['unvouched-may-run'] ? failure('run-session-key', {}) : null;
}

/**
 * Shows the plan to a person and checks the answer here, not where it was typed: the hash must be the plan's, and the
 * word the one that its danger asks for. Null: approved.
 */
export async function askPerson(approver: Approver, request: ApprovalRequest, second: SecondApproval): Promise<Failure | null> {
  const answer = await approver.ask(request, second).catch(() => null);
  if (answer === null) return failure('approval-declined', {});
  if (answer.hash !== request.plan.hash) return failure('approval-other-plan', {});
  const { word } = request.demand;
  return word !== null && answer.typed.trim() !== word ? failure('approval-word', { word }) : null;
}
