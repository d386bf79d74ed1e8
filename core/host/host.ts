import { z } from 'zod';
import { failureSchema } from '../failure-schema';
import { transportReasonSchema, transportSchema } from './transport';
import type { WayFound } from './way';

/** How much care a host asks for; `prod` wears a colour everywhere. */
export const hostDangerSchema = z.enum(['prod', 'stage', 'lab']);

/** A server as `hosts.yaml` names it. */
export const hostSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'host-name'),
  /** Left out: the name is an alias of ssh_config. An address or alias never begins with a dash. */
  address: z.string().min(1).max(253).regex(/^[^-\s]\S*$/, 'no-blanks').optional(),
  /** Left out, as user and jump may be: what ssh_config says, else 22. */
  port: z.number().int().min(1).max(65535).optional(),
  user: z.string().min(1).max(64).regex(/^[^-\s]\S*$/, 'no-blanks').optional(),
  groups: z.array(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, 'host-name')).default([]),
  labels: z.record(z.string(), z.string()).default({}),
  danger: hostDangerSchema.default('prod'),
  /**
   * Expected host keys, `ssh-ed25519 AAAA...`, with `@cert-authority ` before the key of an authority and `@revoked `
   * before a key that must never be taken. When a key or an authority is given, known_hosts only has to agree.
   */
  hostKeys: z.array(z.string()).default([]),
  /** Private key file; default: what ssh_config says, else the user's agent, then ~/.ssh/id_*. `~/` is this user's home. */
  identity: z.string().optional(),
  /** Name of another host to go through. */
  jump: z.string().optional(),
  /** Pins what carries the line; default: chosen by what the host's configuration needs. */
  transport: transportSchema.optional(),
});

/** Where an imported host stands in the file that it comes from. */
export const hostOriginSchema = z.object({ file: z.string(), line: z.number().int() });
export type HostOrigin = z.infer<typeof hostOriginSchema>;

/**
 * A host of the inventory. Never in the file itself: `way` is what this machine's SSH configuration adds, `origin` the
 * file that hosts.yaml imports it from.
 */
export type Host = z.infer<typeof hostSchema> & { readonly way?: WayFound; readonly origin?: HostOrigin };

/** What is known of a host's key, and where from. */
export const hostKeyStateSchema = z.enum(['unchecked', 'known', 'unknown', 'changed', 'revoked', 'disagree']);

export const hostViewSchema = z.object({
  name: z.string(),
  address: z.string(),
  port: z.number().int(),
  user: z.string(),
  groups: z.array(z.string()),
  danger: hostDangerSchema,
  /** The imported file that names it; null: hosts.yaml. */
  origin: hostOriginSchema.nullable(),
  /** Names of the hosts in between, first hop first. */
  jump: z.array(z.string()),
  transport: transportSchema,
  why: transportReasonSchema,
  /** Why the host cannot be reached as it is configured. */
  problem: z.object({ en: z.string(), ko: z.string() }).nullable(),
  key: z.object({
    state: hostKeyStateSchema,
    source: z.enum(['hosts.yaml', 'known_hosts', 'none']),
    fingerprints: z.array(z.string()),
  }),
  seenAt: z.number().nullable(),
});
export type HostView = z.infer<typeof hostViewSchema>;

/** What connecting to a host found. */
export const hostTestSchema = z.object({
  host: z.string(),
  transport: transportSchema,
  why: transportReasonSchema,
  /** Why it did not work; null: logged in, and the record has a place. */
  problem: failureSchema.nullable(),
  warnings: z.array(failureSchema),
  /** ssh2 has nothing in common with the server, and the system's `ssh` got in. */
  other: z.boolean(),
});
export type HostTest = z.infer<typeof hostTestSchema>;

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

/** What sweeping old step records at a host gave: how many were emptied, or why it could not be done. */
export const hostSweptSchema = z.object({ host: z.string(), records: z.number().int().nullable(), problem: failureSchema.nullable() });
export type HostSwept = z.infer<typeof hostSweptSchema>;
