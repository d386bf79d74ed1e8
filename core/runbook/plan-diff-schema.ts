import { z } from 'zod';

/** A piece of a line; `codePoint`: a character that cannot be seen or told from another, written as `U+200B`. */
export const diffPartSchema = z.object({ text: z.string(), codePoint: z.boolean() });
export type DiffPart = z.infer<typeof diffPartSchema>;

/** One line of a comparison. `gap` stands for `skipped` lines that are the same on both sides and not shown. */
export const diffLineSchema = z.object({
  kind: z.enum(['same', 'added', 'removed', 'gap']),
  parts: z.array(diffPartSchema),
  skipped: z.number().int(),
});
export type DiffLine = z.infer<typeof diffLineSchema>;

/** Something that has another value now; null: it was not there, or is not there any more. */
export const valueChangeSchema = z.object({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() });
export type ValueChange = z.infer<typeof valueChangeSchema>;

export const stepChangeSchema = z.object({
  name: z.string(),
  title: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  /** Danger, time-out, targets and the like, by the names of docs/runbook-format.md. */
  attributes: z.array(valueChangeSchema),
  /** Of the script; empty where its bytes are the same. */
  lines: z.array(diffLineSchema),
});
export type StepChange = z.infer<typeof stepChangeSchema>;

/** What a plan is compared with. */
export const comparedWithSchema = z.object({
  kind: z.enum(['run', 'review']),
  /** The run's id; null for a review. */
  run: z.string().nullable(),
  at: z.number(),
  by: z.string(),
});
export type ComparedWith = z.infer<typeof comparedWithSchema>;

/** How a plan differs from an earlier one of the same runbook. */
export const planDiffSchema = z.object({
  /** Nothing of what follows differs. */
  same: z.boolean(),
  with: comparedWithSchema,
  targets: z.object({ added: z.array(z.string()), removed: z.array(z.string()), changed: z.array(valueChangeSchema) }),
  params: z.array(valueChangeSchema),
  steps: z.array(stepChangeSchema),
  /** The runbook's file, byte for byte; empty: the same. Null: the earlier text was not kept on this device. */
  text: z.array(diffLineSchema).nullable(),
  /** False where no plan can be made of the earlier text any more, so that only `text` is compared. */
  planned: z.boolean(),
});
export type PlanDiff = z.infer<typeof planDiffSchema>;

/** Both comparisons of a plan; null: there is nothing to compare with yet. */
export const planChangesSchema = z.object({ lastRun: planDiffSchema.nullable(), reviewed: planDiffSchema.nullable() });
export type PlanChanges = z.infer<typeof planChangesSchema>;
