import { z } from 'zod';
import { stepFileSchema } from './file-step';
import { dangerSchema, stepKindSchema } from './plan';

/** One thing that is wrong with a workspace file; `check` prints it as file:line:column. */
export const findingSchema = z.object({
  file: z.string(),
  line: z.number().int(),
  column: z.number().int(),
  severity: z.enum(['error', 'warning']),
  /** Stable name of the rule, e.g. `unknown-key`. */
  rule: z.string(),
  message: z.object({ en: z.string(), ko: z.string() }),
  hint: z.object({ en: z.string(), ko: z.string() }),
});
export type Finding = z.infer<typeof findingSchema>;

export const paramSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/),
  type: z.enum(['string', 'enum', 'integer', 'duration', 'host', 'path', 'secret']),
  title: z.string(),
  required: z.boolean(),
  many: z.boolean(),
  default: z.string().nullable(),
  /** Label that it is filled from. */
  from: z.string().nullable(),
  /** `host`: the group it must be in. */
  group: z.string().nullable(),
  regex: z.string().nullable(),
  values: z.array(z.string()),
  min: z.number().nullable(),
  max: z.number().nullable(),
});
export type Param = z.infer<typeof paramSchema>;

/** Markdown as data, ready to become DOM nodes: no raw HTML, no images, links as text. */
export interface DocNode {
  readonly type: 'heading' | 'paragraph' | 'text' | 'strong' | 'emphasis' | 'code' | 'list' | 'item' | 'quote' | 'rule' | 'break' | 'link' | 'step' | 'table' | 'row' | 'cell' | 'block';
  /** heading depth, or 1 for an ordered list. */
  readonly depth?: number | undefined;
  readonly text?: string | undefined;
  /** `step`: the step's name; `link`: the address, shown as text until clicked. */
  readonly ref?: string | undefined;
  readonly children?: readonly DocNode[] | undefined;
}

export const docNodeSchema: z.ZodType<DocNode> = z.lazy(() =>
  z.object({
    type: z.enum(['heading', 'paragraph', 'text', 'strong', 'emphasis', 'code', 'list', 'item', 'quote', 'rule', 'break', 'link', 'step', 'table', 'row', 'cell', 'block']),
    depth: z.number().int().optional(),
    text: z.string().optional(),
    ref: z.string().optional(),
    children: z.array(docNodeSchema).optional(),
  }),
);

export const runbookStepSchema = z.object({
  name: z.string(),
  title: z.string(),
  kind: stepKindSchema,
  danger: dangerSchema,
  script: z.string(),
  /** `on=`: a host or group name, or a parameter's name; null = asked. */
  on: z.string().nullable(),
  each: z.boolean(),
  when: z.object({ step: z.string(), is: z.enum(['ok', 'failed', 'changed']) }).nullable(),
  batch: z.number().int().nullable(),
  canary: z.boolean(),
  stopAfterFailures: z.number().int().nullable(),
  idempotent: z.boolean(),
  timeoutMs: z.number().int(),
  check: z.string().nullable(),
  rollback: z.string().nullable(),
  sudo: z.boolean(),
  user: z.string().nullable(),
  unchanged: z.number().int().nullable(),
  cwd: z.string().nullable(),
  waitMs: z.number().int().nullable(),
  /** `get` and `put`: what is moved; absent for the others. */
  file: stepFileSchema.optional(),
  line: z.number().int(),
});
export type RunbookStep = z.infer<typeof runbookStepSchema>;

export const runbookSchema = z.object({
  /** Path below the workspace, `/` separated. */
  path: z.string(),
  title: z.string(),
  sha256: z.string(),
  grades: z.array(z.string()),
  /** Label matchers: the runbook matches an alert when all labels of any entry are equal. */
  matches: z.array(z.record(z.string(), z.string())),
  owner: z.string().nullable(),
  drillEveryMs: z.number().nullable(),
  params: z.array(paramSchema),
  steps: z.array(runbookStepSchema),
  doc: z.array(docNodeSchema),
});
export type Runbook = z.infer<typeof runbookSchema>;
