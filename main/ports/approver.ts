import type { HeldApproval } from '../../core/approval/approval';
import type { Result } from '../../core/errors';
import type { ApprovalRequest } from '../../core/run/run';
import type { Cancel } from './schedule';

/** The second person's part of a question: a code is tried here, and an approval that came by sync is told of. */
export interface SecondApproval {
  prove(code: string): Promise<Result<HeldApproval>>;
  held(): HeldApproval | null;
  onHeld(listener: (held: HeldApproval) => void): Cancel;
}

/** A person, shown a plan in a place where no hostile text is anything but text. */
export interface Approver {
  /** Resolves with the hash that was approved and what was typed, or null when refused or closed. */
  ask(request: ApprovalRequest, second: SecondApproval): Promise<{ readonly hash: string; readonly typed: string } | null>;
}
