import type { Result } from '../../core/errors';
import type { HashedPlan } from '../../core/runbook/plan';

/** Plans that were asked for, by hash: so that a run can be rebuilt, and an approver see what a hash stands for. */
export interface PlanShelf {
  /** Durable when it returns. Putting the same plan again changes nothing. */
  put(plan: HashedPlan): Promise<Result<void>>;
  /** The plan whose bytes have this hash; anything else on the shelf under that name is a failure. */
  get(hash: string): Promise<Result<HashedPlan>>;
  /** A plan's canonical bytes, or null where it is not here or not what it was. */
  bytes(hash: string): Promise<Uint8Array | null>;
  /** Keeps a plan that came from elsewhere, if its bytes have this hash and are a plan; says whether it did. */
  adopt(hash: string, bytes: Uint8Array): Promise<boolean>;
}
