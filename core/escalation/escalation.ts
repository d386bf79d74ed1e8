import { z } from 'zod';
import { failureSchema } from '../failure-schema';

/** One go at one level by one console: the intent, and how it ended. Times are epoch ms. */
export const trySchema = z.object({
  /** 0 = the first time down the ladder. */
  round: z.number().int().min(0),
  /** Index into the levels of the policy. */
  level: z.number().int().min(0),
  /** The person, or the level's own words where they name nobody now. */
  to: z.string(),
  /** The writer (operator.device) whose console tried. */
  by: z.string(),
  at: z.number(),
  /** Null while it is under way, and for ever where that console died. `why` says why nobody was rung. */
  ended: z.object({ at: z.number(), rung: z.boolean(), why: failureSchema.nullable() }).nullable(),
});
export type Try = z.infer<typeof trySchema>;

export const escalationEndSchema = z.enum(['acked', 'over', 'stopped', 'exhausted']);
export type EscalationEnd = z.infer<typeof escalationEndSchema>;

/**
 * Everything that is known of one climb of the ladder. It only ever grows: two consoles that hear of each other put
 * their facts together and agree, in whatever order they heard them.
 */
export const escalationSchema = z.object({
  /** The alert or case that it is about; the same on every console. */
  id: z.string(),
  caseId: z.string().nullable(),
  title: z.string(),
  /** What asked for it: a rule, or a person's ring. */
  rule: z.string(),
  startedAt: z.number(),
  tries: z.array(trySchema),
  acks: z.array(z.object({ by: z.string(), at: z.number() })),
  end: z.object({ at: z.number(), why: escalationEndSchema }).nullable(),
});
export type Escalation = z.infer<typeof escalationSchema>;

/** A policy of duty.yaml as it is carried out. Times in ms. */
export interface Ladder {
  readonly levels: readonly { readonly who: string; readonly after: number }[];
  /** How often the whole ladder is climbed again while nobody acknowledges. */
  readonly repeat: number;
  /** Between the last level and the next round. */
  readonly pause: number;
  /** How many different people must have it before it stops. */
  readonly acks: number;
  readonly awakeFirst: boolean;
}

/** What the window and the terminal show of a ladder that is being climbed. */
export const escalationViewSchema = escalationSchema.extend({
  /** The next go, null once it ended. */
  next: z.object({ round: z.number().int(), level: z.number().int(), who: z.string(), at: z.number() }).nullable(),
  acksNeeded: z.number().int(),
  levels: z.number().int(),
});
export type EscalationView = z.infer<typeof escalationViewSchema>;

/** A level that is due or done, by round and place. */
export interface Step {
  readonly round: number;
  readonly level: number;
}
