import { z } from 'zod';

/** A runbook that was not practised for longer than its `drill-every` says. `days`: since the last drill, or null: never. */
export const staleSchema = z.object({ days: z.number().int().nullable(), everyDays: z.number().int() });
export type Stale = z.infer<typeof staleSchema>;

/** One use of a runbook: when it ended, or began where it still goes on (`running`), and the hash of its plan. */
export const useSchema = z.object({ run: z.string(), plan: z.string(), at: z.number(), by: z.string(), outcome: z.string() });
export type Use = z.infer<typeof useSchema>;

/** What the journal of this device knows about a runbook's use. Drills count as practice only, not in `runs` and `ok`. */
export const freshnessSchema = z.object({
  lastRun: useSchema.nullable(),
  /** A run in the practice workspace, or on hosts of `danger: lab` only. */
  lastDrill: useSchema.nullable(),
  /** Runs that ended, and those of them that ended well. */
  runs: z.number().int(),
  ok: z.number().int(),
  /** How long a step takes where it ends well, in milliseconds: the median of the last 50 times, by the step's name. */
  medians: z.record(z.string(), z.number()),
  /** `current`: the file is, byte for byte, what was reviewed. */
  lastReview: z.object({ at: z.number(), by: z.string(), sha256: z.string(), current: z.boolean() }).nullable(),
  stale: staleSchema.nullable(),
});
export type Freshness = z.infer<typeof freshnessSchema>;
