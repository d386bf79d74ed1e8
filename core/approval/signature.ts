import { z } from 'zod';
import { approvalDemandSchema, hashedPlanSchema } from '../runbook/plan';
import { retireReasonSchema } from '../team/team';

/** What must be typed before it is signed; null: the button alone, where a run of the same plan would ask no more. */
const word = z.string().nullable();

/** What is about to be signed with this device's key and counts on others' consoles, as a person must see it first. */
export const signatureQuestionSchema = z.discriminatedUnion('act', [
  /** Being the second person for a plan. */
  z.object({ act: z.literal('approve'), word, plan: hashedPlanSchema, demand: approvalDemandSchema, runner: z.string() }),
  /** Letting a device in. */
  z.object({ act: z.literal('accept'), word, person: z.string(), name: z.string(), role: z.enum(['operator', 'investigator', 'watcher']), isNew: z.boolean(), device: z.string(), fingerprint: z.string() }),
  /** Taking a device out of use. */
  z.object({ act: z.literal('retire'), word, person: z.string(), name: z.string(), device: z.string(), fingerprint: z.string(), why: retireReasonSchema }),
]);
export type SignatureQuestion = z.infer<typeof signatureQuestionSchema>;
