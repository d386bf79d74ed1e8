import type { PlanAnswer } from '../../../core/runbook/make-plan';
import type { ApprovalDemand, HashedPlan, Plan } from '../../../core/runbook/plan';

/** A plan that was shown, with the way to make it again. */
export interface KeptPlan {
  readonly plan: HashedPlan;
  readonly demand: ApprovalDemand;
  /** Makes the same plan from the files and hosts as they are now. */
  readonly remake: () => Promise<PlanAnswer>;
  /** The runbook that it was made of; null for an ad-hoc command or a rollback, which have no earlier one. */
  readonly source: PlanSource | null;
}

/** A runbook's text, and the same question asked of another text of it. */
export interface PlanSource {
  readonly path: string;
  readonly text: string;
  readonly planOf: (text: string) => Promise<Plan | null>;
}
