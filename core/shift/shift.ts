import { z } from 'zod';
import { failureSchema } from '../failure-schema';

/** Who is on call from when to when (epoch ms, end exclusive). `person` is null where the calendar names nobody known. */
export const shiftSchema = z.object({
  person: z.string().nullable(),
  /** What the calendar said, shown as text. */
  summary: z.string(),
  from: z.number(),
  to: z.number(),
  feed: z.string(),
});
export type Shift = z.infer<typeof shiftSchema>;

export const feedHealthSchema = z.object({
  id: z.string(),
  state: z.enum(['fresh', 'last-good', 'missing']),
  /** When the copy in use was read, epoch ms; null = never. */
  readAt: z.number().nullable(),
  problem: failureSchema.nullable(),
  /** It reads well and holds oddly less than before; nobody has accepted that yet. */
  shrunk: failureSchema.optional(),
});
export type FeedHealth = z.infer<typeof feedHealthSchema>;

export const dutySchema = z.object({
  now: shiftSchema.nullable(),
  next: shiftSchema.nullable(),
  upcoming: z.array(shiftSchema),
  gaps: z.array(z.object({ from: z.number(), to: z.number() })),
  /** When the calendars put several people on call at once. */
  overlaps: z.array(z.object({ from: z.number(), to: z.number(), people: z.array(z.string()) })).optional(),
  feeds: z.array(feedHealthSchema),
  /** Whom a 911 rings now, in order: the policy's words, who that is, how long after the start (ms), and why not. */
  ladder: z.array(z.object({ who: z.string(), person: z.string().nullable(), after: z.number(), away: z.string().nullable(), awake: z.boolean() })).optional(),
  timezone: z.string(),
});
export type Duty = z.infer<typeof dutySchema>;
