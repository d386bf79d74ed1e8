import { z } from 'zod';
import { locales } from '../text';

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

/** Why a device is no longer used. `lost`: somebody else may have it. */
export const retireReasonSchema = z.enum(['lost', 'left', 'replaced']);
export type RetireReason = z.infer<typeof retireReasonSchema>;

/** The team as the console shows it. */
export const teamViewSchema = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    devices: z.array(
      z.object({
        id: z.string(),
        /** Eight groups of four, to compare by voice; empty where the key cannot be read. */
        fingerprint: z.string(),
        retired: z.boolean(),
        /** The one that this console sits at. */
        isOwn: z.boolean(),
        /** How many entries of its journal are here. */
        entries: z.number().int(),
      }),
    ),
  }),
);
export type TeamView = z.infer<typeof teamViewSchema>;

export const personSchema = z.strictObject({
  id: personId,
  name: z.string().min(1).max(80),
  role: roleSchema,
  timezone: z.string(),
  /** What a console that rings them by itself says, and that they read half asleep. */
  language: z.enum(locales).optional(),
  sirens: z.array(z.string()).default([]),
  /** Ways to reach them besides sirens. Nothing here is dialled by the console: people are, and say whether it worked. */
  contacts: z.strictObject({ phone: z.string().min(3).max(40).optional(), mail: z.string().min(3).max(120).optional() }).optional(),
  devices: z.array(deviceSchema).default([]),
  /** Keys that this person signs git commits with, as `ssh-ed25519 AAAA...`; an ssh-agent key of a device counts by itself. */
  commitKeys: z.array(z.string().regex(/^ssh-ed25519 [A-Za-z0-9+/]{68}(?: [^\r\n]*)?$/, 'commit-key')).max(10).optional(),
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
