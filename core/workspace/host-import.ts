import { z } from 'zod';
import { hostDangerSchema } from '../host/host';

/** Files that hosts.yaml may import stand below this folder: it is watched, and counts as configuration. */
export const importFolder = 'inventory';

/** A plain path below the folder; a runbook is none. */
const filePattern = /^inventory\/(?:[A-Za-z0-9_][A-Za-z0-9._-]*\/){0,3}[A-Za-z0-9_][A-Za-z0-9._-]*(?<!\.md)$/;

/** Hosts that another tool's file names, read anew each time that it changes. */
const importEntrySchema = z.strictObject({
  from: z.enum(['ansible', 'ssh_config']),
  file: z.string().max(200).regex(filePattern, 'inventory-file'),
  /** What all of its hosts are. */
  danger: hostDangerSchema.default('prod'),
});
export type HostImport = z.infer<typeof importEntrySchema>;

/** `import: ansible` and `import: ssh_config` mean the file of that name in the folder. */
export const importsSchema = z.preprocess(
  (value) => (value === 'ansible' || value === 'ssh_config' ? [{ from: value, file: `${importFolder}/${value}` }] : value),
  z.array(importEntrySchema).max(20),
);
