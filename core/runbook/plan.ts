import { z } from 'zod';
import { hostDangerSchema } from '../host/host';
import { planFileSchema } from './file-step';
import { sshSettingsSchema } from '../host/ssh-settings';
import { transportReasonSchema, transportSchema } from '../host/transport';

/** How dangerous a step is, which decides what a person must do before it runs (formats.md). */
export const dangerSchema = z.enum(['read', 'change', 'destroy']);
export type Danger = z.infer<typeof dangerSchema>;

export const stepKindSchema = z.enum(['sh', 'manual', 'wait', 'get', 'put']);

/** A host as the plan froze it. */
export const targetSchema = z.object({
  name: z.string(),
  user: z.string(),
  address: z.string(),
  port: z.number().int(),
  danger: hostDangerSchema,
  /** Expected host keys from hosts.yaml, or empty: the user's known_hosts decides. */
  hostKeys: z.array(z.string()),
  identity: z.string().nullable(),
  /** Names of the jump hosts, first hop first. */
  jump: z.array(z.string()),
  transport: transportSchema,
  /** Why this transport. */
  why: transportReasonSchema,
  ssh: sshSettingsSchema,
});
export type Target = z.infer<typeof targetSchema>;

/** One step as the plan froze it: the exact bytes and everything that changes what happens. */
export const planStepSchema = z.object({
  /** 1-based place in the plan; a `check` has a place of its own. */
  position: z.number().int(),
  name: z.string(),
  title: z.string(),
  kind: stepKindSchema,
  danger: dangerSchema,
  /** The block's bytes, as text; `get` and `put`: the fixed script that judges the file on the host. */
  script: z.string(),
  /** Names of the targets it runs on; `@console` alone for `manual` and `wait`, which touch no server. */
  targets: z.array(z.string()),
  timeoutMs: z.number().int(),
  sudo: z.boolean(),
  /** Whom it runs as where that is not the one who logs in. */
  user: z.string().nullable(),
  cwd: z.string().nullable(),
  /** The exit code that means "it went well and nothing was changed"; null: the step does not say. */
  unchanged: z.number().int().nullable(),
  /** Hosts that go together; the next batch starts when this one is done. Null: no batches, 32 at once. */
  batch: z.number().int().nullable(),
  /** The first host goes alone, and the others only when it went well. */
  canary: z.boolean(),
  /** `each=host`: the parameter that holds only the host a step runs on; null: the whole list. */
  each: z.string().nullable(),
  stopAfterFailures: z.number().int(),
  when: z.object({ step: z.string(), is: z.enum(['ok', 'failed', 'changed']) }).nullable(),
  /** The step whose effect this one checks, or null. */
  checks: z.string().nullable(),
  /** `forward` runs in order; `rollback` is only offered. */
  order: z.enum(['forward', 'rollback']),
  rollback: z.string().nullable(),
  idempotent: z.boolean(),
  /** `manual` and `wait`: the text shown, or how long to wait. */
  waitMs: z.number().int().nullable(),
  /** `get` and `put`: what is moved; absent for the others. */
  file: planFileSchema.optional(),
});
export type PlanStep = z.infer<typeof planStepSchema>;

export const planSchema = z.object({
  v: z.literal(1),
  runbook: z.object({ path: z.string(), title: z.string(), sha256: z.string(), commit: z.string().nullable() }),
  /** Plain parameters by value; a secret by `secret:NAME` and version, never its value. */
  params: z.record(z.string(), z.string()),
  secrets: z.array(z.object({ param: z.string(), name: z.string(), version: z.string() })),
  targets: z.array(targetSchema),
  /** Hosts that are only gone through; frozen like targets, because another way there changes what happens. */
  jumps: z.array(targetSchema),
  steps: z.array(planStepSchema),
  approval: z.object({ people: z.union([z.literal(1), z.literal(2)]), danger: dangerSchema }),
});
export type Plan = z.infer<typeof planSchema>;

/** A plan with the hash that is shown, approved, journalled and executed (law 4). */
export const hashedPlanSchema = z.object({ hash: z.string(), plan: planSchema });
export type HashedPlan = z.infer<typeof hashedPlanSchema>;

/** What the approval window asks for, by the danger ladder. `word` is what must be typed, if anything. */
export const approvalDemandSchema = z.object({
  danger: dangerSchema,
  kind: z.enum(['press', 'press-with-count', 'type-name', 'type-count']),
  word: z.string().nullable(),
  hosts: z.number().int(),
  production: z.number().int(),
});
export type ApprovalDemand = z.infer<typeof approvalDemandSchema>;
