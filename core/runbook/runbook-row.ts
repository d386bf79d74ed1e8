import { z } from 'zod';
import { freshnessSchema } from './freshness';

/** A runbook in the list, with what is known of its use. */
export const runbookRowSchema = z.object({
  path: z.string(),
  title: z.string(),
  steps: z.number().int(),
  dangers: z.array(z.enum(['read', 'change', 'destroy'])),
  errors: z.number().int(),
  owner: z.string().nullable(),
  lastRunAt: z.number().nullable(),
  lastOutcome: z.string().nullable(),
  freshness: freshnessSchema,
});
