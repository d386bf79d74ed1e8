import { z } from 'zod';
import { secondPersonSchema } from '../approval/approval';
import { failureSchema } from '../failure-schema';
import { movedFileSchema } from '../runbook/file-step';
import { approvalDemandSchema, hashedPlanSchema } from '../runbook/plan';
import { planChangesSchema } from '../runbook/plan-diff-schema';
import { outcomeSchema } from './outcome';

/** One step on one host, as it stands. */
export const cellSchema = z.object({
  host: z.string(),
  attempt: z.number().int(),
  outcome: outcomeSchema,
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** Bytes of output received so far. */
  bytes: z.number().int(),
  sha256: z.string().nullable(),
  truncated: z.boolean(),
  /** Where the outcome has a cause worth telling: host key changed, line lost ... */
  problem: failureSchema.nullable(),
  /** Things about the host that an operator should know, e.g. that it ends processes at logout. */
  warnings: z.array(failureSchema),
  /** Whether the step says that it changed something; null where it does not say (`unchanged=`). */
  changed: z.boolean().nullable(),
  /** Sent without a record at the host, by an operator's decision: if the line drops, it stays unknown. */
  recordless: z.boolean(),
  /** `get` and `put`: bytes of the file moved so far. `bytes` above stays what the step printed. */
  moved: z.number().int().optional(),
  /** `get` and `put`: the file that was put into place, or fetched whole. */
  file: movedFileSchema.optional(),
});
export type Cell = z.infer<typeof cellSchema>;

export const runStepSchema = z.object({ position: z.number().int(), cells: z.array(cellSchema) });

/**
 * What a person may decide about a cell. `retry-recordless` accepts that the host keeps no record of the new attempt:
 * sent once, never looked up.
 */
export const decisionSchema = z.enum(['retry', 'retry-recordless', 'skip', 'manual-done', 'manual-failed']);
export type Decision = z.infer<typeof decisionSchema>;

/** Where a run stands. `held`: waits for a person (unknown, budget used, manual step, paused, step by step). */
export const runStateSchema = z.enum(['waiting-approval', 'running', 'held', 'stopping', 'ended']);

export const runSchema = z.object({
  id: z.string(),
  plan: hashedPlanSchema,
  state: runStateSchema,
  /** Why it is held. */
  held: failureSchema.nullable(),
  by: z.string(),
  reason: z.string(),
  caseId: z.string().nullable(),
  /** Holds before every step but the first. */
  stepByStep: z.boolean(),
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** The position that runs or waits now. */
  at: z.number().int(),
  steps: z.array(runStepSchema),
  outcome: outcomeSchema,
});
export type Run = z.infer<typeof runSchema>;

/** A run as it is told ten times a second: without its plan, which never changes and is by far the larger part. */
export const runChangeSchema = runSchema.omit({ plan: true });
export type RunChange = z.infer<typeof runChangeSchema>;

export const runRowSchema = runSchema
  .pick({ id: true, state: true, by: true, startedAt: true, endedAt: true, outcome: true, caseId: true })
  .extend({ title: z.string(), planHash: z.string(), hosts: z.number().int() });
export type RunRow = z.infer<typeof runRowSchema>;

/** What the approval window shows: the plan, how it differs from what was run or reviewed before, and nothing else. */
export const approvalRequestSchema = z.object({
  id: z.string(),
  plan: hashedPlanSchema,
  demand: approvalDemandSchema,
  changes: planChangesSchema,
  workspace: z.string(),
  drill: z.boolean(),
  /** The second person's part, where the plan needs one. */
  second: secondPersonSchema.nullable(),
});
export type ApprovalRequest = z.infer<typeof approvalRequestSchema>;
