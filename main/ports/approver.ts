import type { ApprovalRequest } from '../../core/run/run';

/** A person, shown a plan in a place where no hostile text is anything but text. */
export interface Approver {
  /** Resolves with the hash that was approved and what was typed, or null when refused or closed. */
  ask(request: ApprovalRequest): Promise<{ readonly hash: string; readonly typed: string } | null>;
}
