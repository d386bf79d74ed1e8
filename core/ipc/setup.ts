import { z } from 'zod';
import { hostKeyOfferSchema, hostViewSchema } from '../host/host';
import { failureSchema } from '../failure-schema';
import { findingSchema } from '../runbook/runbook';
import { changedLineSchema } from '../workspace/changed-lines';
import { formFieldSchema } from '../workspace/form-field';

/** A kind of source and the fields of its form. */
export const sourceKindSchema = z.object({ kind: z.string(), title: z.string(), fields: z.array(formFieldSchema) });
export type SourceKind = z.infer<typeof sourceKindSchema>;

/** A host that is not in hosts.yaml yet: the way to it with what ssh_config adds, and the key that it offers now. */
export const hostDialSchema = hostViewSchema.pick({ address: true, port: true, user: true, jump: true, transport: true, why: true, key: true }).extend({
  /** Key files and the like that ssh_config names for it, as `keyword value`. */
  configured: z.array(z.string()),
  offer: hostKeyOfferSchema.nullable(),
  problem: failureSchema.nullable(),
});
export type HostDial = z.infer<typeof hostDialSchema>;

/** An import as it is shown before anything is written. */
export const importViewSchema = z.object({
  /** Names it for `importWrite`; what is written is what this stood for. */
  id: z.string(),
  source: z.string(),
  files: z.array(z.object({ path: z.string(), isNew: z.boolean(), lines: z.array(changedLineSchema) })),
  findings: z.array(findingSchema),
  /** Why it cannot be written as a whole: the workspace would not pass its check. */
  problem: failureSchema.nullable(),
});
export type ImportView = z.infer<typeof importViewSchema>;
