import { z } from 'zod';
import { failureSchema } from '../failure-schema';

/** What a firing thing is worth: `911` wake someone now, `912` within eight hours, `noise` nobody. */
export const gradeSchema = z.enum(['911', '912', 'noise']);
export type Grade = z.infer<typeof gradeSchema>;

/** Where an alert stands. `unknown`: its source went quiet, so nobody can say (law 2). */
export const alertStateSchema = z.enum(['firing', 'resolved', 'suppressed', 'unknown']);
export type AlertState = z.infer<typeof alertStateSchema>;

const texts = z.record(z.string(), z.string());

/** Why a firing was not worth anybody's time. */
export const noiseReasonSchema = z.enum(['not-real', 'not-actionable', 'poor-text', 'too-eager', 'other']);
export type NoiseReason = z.infer<typeof noiseReasonSchema>;

/** Whether somebody has it at the service that it came from (PagerDuty, Opsgenie), and who. */
export const thereSchema = z.object({ acked: z.boolean(), by: z.string() });

/** An act that is told to the service that the alert came from. */
export const toldActSchema = z.enum(['ack', 'unack', 'close']);
export type ToldAct = z.infer<typeof toldActSchema>;

/** What a source hands over, before the desk knows it. All text in it is hostile. */
export const seenAlertSchema = z.object({
  /** Stable within its cluster: Alertmanager's fingerprint, or `probe:<id>`. */
  fingerprint: z.string().min(1).max(200),
  labels: texts,
  annotations: texts,
  /** Epoch ms. */
  startsAt: z.number(),
  /** True where the source itself holds it back (silenced or inhibited there). */
  suppressed: z.boolean(),
  generatorUrl: z.string().optional(),
  /** Messages about it since it began to fire, where each is one: a further mail makes it fire again. */
  times: z.number().int().optional(),
  /** When the last of them came, epoch ms. */
  heardAt: z.number().optional(),
  /** Where people act on it at the source itself. */
  there: thereSchema.optional(),
});
export type SeenAlert = z.infer<typeof seenAlertSchema>;

export const noteSchema = z.object({ at: z.number(), by: z.string(), text: z.string() });

/** Why an alert has its grade: a rule by number, a person, or nothing matched yet (counts as 911). */
export const gradeReasonSchema = z.object({
  by: z.enum(['rule', 'person', 'nobody', 'overdue']),
  who: z.string(),
  text: z.string(),
});

/** What is known of the last 30 days. */
export const alertHistorySchema = z.object({
  /** Firings of each day (UTC), the oldest first, today last. */
  days: z.array(z.number().int()),
  seen: z.number().int(),
  noise: z.number().int(),
});

/** One line of the list. */
export const alertRowSchema = z.object({
  id: z.string(),
  cluster: z.string(),
  fingerprint: z.string(),
  source: z.string(),
  title: z.string(),
  where: z.string(),
  state: alertStateSchema,
  grade: gradeSchema.nullable(),
  startsAt: z.number(),
  /** When it was last confirmed by a good poll, epoch ms. */
  seenAt: z.number(),
  count: z.number().int(),
  /** Firings within the last hour where it flaps, else null. */
  flapping: z.number().int().nullable(),
  /** In a storm: how many more of its kind stand behind this line. */
  behind: z.number().int(),
  /** `until`: when the ack lapses; null = it does not. */
  ack: z.object({ by: z.string(), at: z.number(), until: z.number().nullable() }).nullable(),
  snooze: z.object({ by: z.string(), until: z.number(), untilWorse: z.boolean() }).nullable(),
  /** The mute that hides it. */
  mute: z.object({ id: z.string(), by: z.string(), until: z.number() }).nullable(),
  /** 912 only: when it turns into a 911, epoch ms. */
  deadline: z.number().nullable(),
  caseId: z.string().nullable(),
});
export type AlertRow = z.infer<typeof alertRowSchema>;

/** How an alert stands at the service that it came from. `waiting`: what was done here and is not known there yet, and why. */
const farStandingSchema = thereSchema.extend({
  source: z.string(),
  waiting: z.object({ act: toldActSchema, since: z.number(), problem: failureSchema.nullable() }).nullable(),
});
export type FarStanding = z.infer<typeof farStandingSchema>;

/** Everything that the detail pane and `alerts --json` show. */
export const alertSchema = alertRowSchema.extend({
  summary: z.string(),
  labels: texts,
  annotations: texts,
  generatorUrl: z.string().nullable(),
  reason: gradeReasonSchema,
  notes: z.array(noteSchema),
  /** Null where its source only tells, and takes no acts. */
  there: farStandingSchema.nullable(),
  history: alertHistorySchema,
});
export type Alert = z.infer<typeof alertSchema>;

/** The list's sections, in order (ui.md): what must be seen first comes first. */
export const alertSectionSchema = z.enum(['911', 'ungraded', '912', 'snoozed', 'muted', 'flapping', 'noise', 'resolved']);
export type AlertSection = z.infer<typeof alertSectionSchema>;
