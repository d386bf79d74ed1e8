import { z } from 'zod';
import { failureSchema } from '../failure-schema';
import { approvalDemandSchema, hashedPlanSchema } from '../runbook/plan';

/** How long a challenge, and an approval that nobody used, is good for, ms. */
export const approvalLasts = 10 * 60_000;

/** A second person's approval that the runner's console holds. */
export const heldApprovalSchema = z.object({
  /** `<operator>.<device>` of the second person. */
  by: z.string(),
  how: z.enum(['phone', 'signed']),
  /** The challenge that was answered, or the hash of the signed entry. */
  proof: z.string(),
  until: z.number(),
});
export type HeldApproval = z.infer<typeof heldApprovalSchema>;

/** What the runner is shown where a plan needs a second person. */
export const secondPersonSchema = z.object({
  /** As it is read aloud; null where none is needed, or none can be given (see `problem`). */
  challenge: z.string().nullable(),
  until: z.number(),
  /** Who may be asked: names of the other operators. */
  people: z.array(z.string()),
  /** Why there is no challenge; a signed approval is waited for all the same. */
  problem: failureSchema.nullable(),
  /** The approval, once there is one. */
  held: heldApprovalSchema.nullable(),
});
export type SecondPerson = z.infer<typeof secondPersonSchema>;

/** A plan that somebody else asked this console's person to approve. */
export const approvalAskedSchema = z.object({
  plan: z.string(),
  title: z.string(),
  hosts: z.number().int(),
  runner: z.string(),
  at: z.number(),
  until: z.number(),
});
export type ApprovalAsked = z.infer<typeof approvalAskedSchema>;

/** A plan as the approver is shown it. */
export const approvalViewSchema = z.object({ plan: hashedPlanSchema, demand: approvalDemandSchema, asked: approvalAskedSchema.nullable() });
export type ApprovalView = z.infer<typeof approvalViewSchema>;
