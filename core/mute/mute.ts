import { z } from 'zod';
import { failureSchema } from '../failure-schema';

const day = 86_400_000;

/** No mute is longer, ms: whoever needs more changes the rule that grades. */
export const longestMute = 30 * day;

/** A maintenance window ends within a day, ms: one that lasts longer is not maintenance. */
export const longestWindow = day;

/** `mute`: begins when it is set. `window`: announced work, with a beginning of its own and a banner while it lasts. */
export const muteKindSchema = z.enum(['mute', 'window']);

/** Hides the alerts that it matches, from `from` until `until` (epoch ms). */
export const muteSchema = z.object({
  id: z.string(),
  kind: muteKindSchema,
  /** Label matchers, all of which must hold. */
  when: z.string(),
  why: z.string(),
  /** Person id; empty where breakglass.yaml says so. */
  by: z.string(),
  from: z.number(),
  until: z.number(),
  /** False: what counts as 911 stays in sight, whatever matches. */
  even911: z.boolean(),
});
export type Mute = z.infer<typeof muteSchema>;

/** One line of the inventory. */
export const muteRowSchema = muteSchema.extend({
  /** `pending` windows have not begun; what is over is in the journal. */
  state: z.enum(['pending', 'active']),
  /** Where it stands: this journal, breakglass.yaml, or a source that mutes by itself. */
  origin: z.enum(['here', 'file', 'source']),
  /** The source's id where `origin` is `source`. */
  source: z.string().nullable(),
  /** Open alerts that it matches now, whoever else matches them too; null where its matchers cannot be read here. */
  matches: z.number().int().nullable(),
  /** How many of these count as 911. */
  urgent: z.number().int(),
});
export type MuteRow = z.infer<typeof muteRowSchema>;

/** Every mute that anybody set, wherever it stands. */
export const muteInventorySchema = z.object({
  mutes: z.array(muteRowSchema),
  /** Sources that can mute by themselves: whether their mutes could be read, and why not (law 2). */
  sources: z.array(z.object({ id: z.string(), problem: failureSchema.nullable() })),
});
export type MuteInventory = z.infer<typeof muteInventorySchema>;

/** What a mute would hold, before it is set. */
export const mutePreviewSchema = z.object({
  /** Open alerts that match now. */
  now: z.number().int(),
  /** How many of them count as 911. */
  urgent: z.number().int(),
  /** Firings of the last 30 days that match, as far as this console knows. */
  firings: z.number().int(),
  /** Different alerts behind these firings. */
  alerts: z.number().int(),
  /** A few of the alerts that match now, the urgent ones first. */
  examples: z.array(z.object({ id: z.string(), title: z.string(), urgent: z.boolean() })),
});
export type MutePreview = z.infer<typeof mutePreviewSchema>;

/** What the frame of every screen says about mutes. */
export const muteGlanceSchema = z.object({
  inForce: z.number().int(),
  /** Alerts that are held now, and how many of them count as 911. */
  held: z.number().int(),
  held911: z.number().int(),
  windows: z.array(z.object({ id: z.string(), when: z.string(), why: z.string(), by: z.string(), until: z.number() })),
});
export type MuteGlance = z.infer<typeof muteGlanceSchema>;
