import { z } from 'zod';
import { failureSchema } from '../failure-schema';
import { approvalDemandSchema, hashedPlanSchema } from '../runbook/plan';
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
});
export type Cell = z.infer<typeof cellSchema>;

export const runStepSchema = z.object({ position: z.number().int(), cells: z.array(cellSchema) });

/** Where a run stands. `held`: waits for a person (unknown, budget used, manual step). */
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
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  /** The position that runs or waits now. */
  at: z.number().int(),
  steps: z.array(runStepSchema),
  outcome: outcomeSchema,
});
export type Run = z.infer<typeof runSchema>;

export const runRowSchema = runSchema
  .pick({ id: true, state: true, by: true, startedAt: true, endedAt: true, outcome: true, caseId: true })
  .extend({ title: z.string(), planHash: z.string(), hosts: z.number().int() });
export type RunRow = z.infer<typeof runRowSchema>;

/** What the approval window shows; it is the plan and nothing else. */
export const approvalRequestSchema = z.object({
  id: z.string(),
  plan: hashedPlanSchema,
  demand: approvalDemandSchema,
  workspace: z.string(),
  drill: z.boolean(),
});
export type ApprovalRequest = z.infer<typeof approvalRequestSchema>;
