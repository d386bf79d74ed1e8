import { z } from 'zod';

/** How much care a host asks for; `prod` wears a colour everywhere. */
export const hostDangerSchema = z.enum(['prod', 'stage', 'lab']);

/** A server as `hosts.yaml` names it. */
export const hostSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i),
  address: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535).default(22),
  user: z.string().min(1).max(64).optional(),
  groups: z.array(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i)).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  danger: hostDangerSchema.default('prod'),
  /** Expected host keys, `ssh-ed25519 AAAA...`; when given, known_hosts is not asked. */
  hostKeys: z.array(z.string()).default([]),
  /** Private key file; default: the user's agent, then ~/.ssh/id_*. `~/` is this user's home. */
  identity: z.string().optional(),
  /** Name of another host to go through. */
  jump: z.string().optional(),
});
export type Host = z.infer<typeof hostSchema>;

/** What is known of a host's key, and where from. */
export const hostKeyStateSchema = z.enum(['unchecked', 'known', 'unknown', 'changed', 'revoked', 'disagree']);

export const hostViewSchema = z.object({
  name: z.string(),
  address: z.string(),
  port: z.number().int(),
  user: z.string(),
  groups: z.array(z.string()),
  danger: hostDangerSchema,
  key: z.object({
    state: hostKeyStateSchema,
    source: z.enum(['hosts.yaml', 'known_hosts', 'none']),
    fingerprints: z.array(z.string()),
  }),
  seenAt: z.number().nullable(),
});
export type HostView = z.infer<typeof hostViewSchema>;

/** What a host offers at first contact, against what is expected: shown before anybody trusts it. */
export const hostKeyOfferSchema = z.object({
  host: z.string(),
  type: z.string(),
  /** `SHA256:...` as OpenSSH prints it. */
  fingerprint: z.string(),
  /** The public key line, `ssh-ed25519 AAAA...`. */
  key: z.string(),
  state: hostKeyStateSchema,
  expected: z.array(z.string()),
});
export type HostKeyOffer = z.infer<typeof hostKeyOfferSchema>;
