import { z } from 'zod';

/** Operator: may act. Investigator: may triage and ring. Watcher: an unattended device that rings and never runs. */
export const roleSchema = z.enum(['operator', 'investigator', 'watcher']);
export type Role = z.infer<typeof roleSchema>;

export const personId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/);

export const deviceSchema = z.strictObject({
  id: personId,
  /** `ed25519:BASE64` raw public key, or `sshsig:ssh-ed25519 AAAA...`. */
  sign: z.string(),
  /** `x25519:BASE64`. */
  agree: z.string().optional(),
  retired: z.boolean().optional(),
});

export const personSchema = z.strictObject({
  id: personId,
  name: z.string().min(1).max(80),
  role: roleSchema,
  timezone: z.string(),
  sirens: z.array(z.string()).default([]),
  /** Ways to reach them besides sirens. Nothing here is dialled by the console: people are, and say whether it worked. */
  contacts: z.strictObject({ phone: z.string().min(3).max(40).optional(), mail: z.string().min(3).max(120).optional() }).optional(),
  devices: z.array(deviceSchema).default([]),
});
export type Person = z.infer<typeof personSchema>;

/** Who sits at this console, as far as the workspace knows. */
export const meSchema = z.object({
  /** Person id, or null where this device's key is in nobody's entry: read-only, with a join request to show. */
  person: z.string().nullable(),
  name: z.string(),
  role: roleSchema.nullable(),
  device: z.string(),
  keyId: z.string(),
  publicKey: z.string(),
  signer: z.enum(['keychain', 'agent', 'session']),
  /** False for a session key: its journal waits for a countersignature (decisions.md 2). */
  vouched: z.boolean(),
});
export type Me = z.infer<typeof meSchema>;

/** What a person may do. The one place where roles are weighed. */
export const rightSchema = z.enum(['triage', 'ring', 'silence', 'run', 'enrol', 'configure']);
export type Right = z.infer<typeof rightSchema>;

const rights: Readonly<Record<Role, readonly Right[]>> = {
  operator: ['triage', 'ring', 'silence', 'run', 'enrol', 'configure'],
  investigator: ['triage', 'ring', 'silence'],
  watcher: ['ring', 'silence'],
};

/** Silence is everybody's, always (law 5); everything else needs a role that has it. */
export function may(role: Role | null, right: Right): boolean {
  if (right === 'silence') return true;
  return role !== null && rights[role].includes(right);
}
