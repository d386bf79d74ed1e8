import { z } from 'zod';
import { contactSchema } from './contact';

/** A person as the Duty screen shows them: whether they are awake, how they can be woken, and when that was last tried. */
export const personCardSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  timezone: z.string(),
  awake: z.boolean(),
  /** When they are back, epoch ms, and why they are away; null: they are there. */
  away: z.object({ why: z.string(), back: z.number() }).nullable(),
  /** How many sirens they have, and how many of them answered when last asked. */
  sirens: z.number().int(),
  reachable: z.number().int(),
  contacts: z.array(contactSchema),
});
export type PersonCard = z.infer<typeof personCardSchema>;
