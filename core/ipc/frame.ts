import { z } from 'zod';
import { refusalsSchema } from '../alert/source-report';
import { failureSchema } from '../failure-schema';
import { muteGlanceSchema } from '../mute/mute';
import { ringSchema, sirenStateSchema } from '../siren/siren';
import { roleSchema } from '../team/team';

/** Something that cannot be seen, since when, and why (law 8). */
export const blindSchema = z.object({
  id: z.string(),
  kind: z.enum(['source', 'siren', 'network', 'disk', 'sleep', 'calendar', 'keychain', 'store', 'workspace', 'escalation', 'team', 'stream', 'console']),
  name: z.string(),
  since: z.number(),
  problem: failureSchema,
});
export type Blind = z.infer<typeof blindSchema>;

/** Everything that the frame of every screen shows. */
export const frameSchema = z.object({
  workspace: z.object({ name: z.string(), path: z.string(), drill: z.boolean(), readOnly: z.boolean(), errors: z.number().int(), lastGood: z.boolean(), timezone: z.string() }).nullable(),
  me: z.object({ person: z.string().nullable(), name: z.string(), role: roleSchema.nullable(), device: z.string(), keyId: z.string(), publicKey: z.string(), signer: z.enum(['keychain', 'agent', 'session']), vouched: z.boolean() }).nullable(),
  duty: z.object({ who: z.string().nullable(), until: z.number().nullable(), next: z.string().nullable(), nextFrom: z.number().nullable() }),
  sirens: z.array(z.object({ id: z.string(), owner: z.string(), state: sirenStateSchema, provenAt: z.number().nullable() })),
  /** Rings that may be sounding: the red bar. */
  rings: z.array(ringSchema),
  sources: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      state: z.enum(['starting', 'seen', 'blind']),
      seenAt: z.number().nullable(),
      problem: failureSchema.nullable(),
      /** The last message that was read, where there are messages. */
      upTo: z.object({ text: z.string(), at: z.number() }).nullable(),
      refused: refusalsSchema.nullable(),
    }),
  ),
  vault: z.enum(['open', 'locked']),
  journal: z.object({ state: z.enum(['writing', 'broken', 'closed']), seq: z.number().int(), problem: failureSchema.nullable() }),
  blind: z.array(blindSchema),
  runs: z.object({ running: z.number().int(), held: z.number().int() }),
  /** What is hidden, and the maintenance windows in force: a banner each, so that none is forgotten (law 6). */
  mutes: muteGlanceSchema,
  counts: z.object({ '911': z.number().int(), '912': z.number().int(), ungraded: z.number().int(), noise: z.number().int() }),
  runtime: z.object({ version: z.string(), fallback: z.boolean(), unsandboxed: z.boolean() }),
  locale: z.enum(['en', 'ko']),
  theme: z.enum(['dark', 'light', 'night']),
  /** The global hotkey in force, or null where none could be had. */
  hotkey: z.string().nullable(),
  /** The workspace that was to open at the start and did not, and why. */
  unopened: z.object({ path: z.string(), problem: failureSchema }).nullable(),
});
export type Frame = z.infer<typeof frameSchema>;
