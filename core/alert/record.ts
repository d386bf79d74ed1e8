import { z } from 'zod';
import { gradeSchema, noiseReasonSchema, noteSchema, thereSchema, type AlertState } from './alert';
import { deedSchema } from './deed';
import { mostFirings } from './flapping';
import { snapshotSchema } from './worse';

/** What one source last said about an alert it once named. */
const holderSchema = z.object({
  /** Good polls in a row without it; two make it gone. */
  missed: z.number().int(),
  /** False while the source is quiet, was restarted, or has not answered since this console started (law 2). */
  sure: z.boolean(),
  /** Held back at the source itself (silenced or inhibited there). */
  suppressed: z.boolean(),
});
export type Holder = z.infer<typeof holderSchema>;

/**
 * Everything the desk keeps of one alert. What machines say comes from sightings, what people did comes from the
 * journal; the store keeps the whole only so that a start is instant.
 */
export const alertRecordSchema = z.object({
  id: z.string(),
  cluster: z.string(),
  fingerprint: z.string(),
  title: z.string(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  generatorUrl: z.string().nullable(),
  /** The source that named it last. */
  source: z.string(),
  /** What the source says, epoch ms. */
  startsAt: z.number(),
  /** When this console first saw this firing. */
  firedAt: z.number(),
  /** A 912's hours and an ungraded one's minutes count from here, epoch ms: what blinks goes on counting. */
  countsFrom: z.number(),
  seenAt: z.number(),
  /** How often it fired. */
  count: z.number().int(),
  /** Of these, messages in the present firing, where its source counts them. */
  times: z.number().int().default(1),
  /** When it fired lately, epoch ms, oldest first: what flapping is decided by. */
  firings: z.array(z.number()).max(mostFirings).default([]),
  /** How it stands at its source, where people act on it there too. */
  there: thereSchema.extend({ source: z.string() }).nullable().default(null),
  open: z.boolean(),
  resolvedAt: z.number().nullable(),
  holders: z.record(z.string(), holderSchema),
  /** `until`: when it is everyone's again, epoch ms; null = it does not lapse. */
  ack: z.object({ by: z.string(), at: z.number(), until: z.number().nullable().default(null), /** The source where they took it. */ there: z.string().optional() }).nullable(),
  /** `worse`: how things stood, where it also ends when they get worse. */
  snooze: z.object({ by: z.string(), at: z.number(), until: z.number(), why: z.string(), worse: snapshotSchema.nullable().default(null) }).nullable(),
  /** A person's grade; it stands above the rules until the alert resolves. */
  verdict: z.object({ grade: gradeSchema, who: z.string(), why: z.string(), at: z.number() }).nullable(),
  notes: z.array(noteSchema),
  /** Firings by day (UTC, counted from 1970), of the last 30 days. */
  days: z.record(z.string(), z.number().int()).default({}),
  /** When people called it noise, and why, newest last. */
  noises: z.array(z.object({ at: z.number(), reason: noiseReasonSchema })).default([]),
  /** What people did here, in order; what stands of it and of others' deeds is above (core/alert/with-deeds.ts). */
  deeds: z.array(deedSchema).default([]),
  /** Acks, and grades, given from this moment on are about the present firing, epoch ms. */
  ackFrom: z.number().default(0),
  gradeFrom: z.number().default(0),
  /** What was already written or said about this firing, so that it happens once. */
  done: z.object({
    fired: z.boolean(),
    /** That it needs somebody now; false again once it does not, or once it is to be said anew. */
    told: z.boolean(),
    overdue: z.boolean(),
    unmatched: z.boolean(),
    /** A mute kept it from waking somebody. */
    held: z.boolean().default(false),
    /** Warned that a 912 falls due: soon, or in quiet hours. */
    dueSoon: z.boolean().default(false),
    dueAtNight: z.boolean().default(false),
    /** When the last of these was said, or that it is overdue, epoch ms: a grade given before then is no new one. */
    warnedAt: z.number().nullable().default(null),
    /** When somebody was last looked for because of it, epoch ms; null = not since it is anybody's to take. */
    rangAt: z.number().nullable().default(null),
    /** That look-out ended and nobody has it: a while from here on (epoch ms) somebody is looked for again. */
    owedFrom: z.number().nullable().default(null),
    /** The moment of the person's grade that was last taken note of, epoch ms. */
    calledAt: z.number().nullable().default(null),
  }),
});
export type AlertRecord = z.infer<typeof alertRecordSchema>;

export function alertId(cluster: string, fingerprint: string): string {
  return `${cluster}/${fingerprint}`;
}

/** The state that follows from what the sources said: firing needs one that is sure, resolved needs all of them. */
export function stateOf(record: AlertRecord): AlertState {
  if (!record.open) return 'resolved';
  let state: AlertState = 'unknown';
  for (const name in record.holders) {
    const holder = record.holders[name];
    if (holder === undefined || !holder.sure || holder.missed >= goneAfter) continue;
    if (!holder.suppressed) return 'firing';
    state = 'suppressed';
  }
  return state;
}

/** Good polls in a row without an alert until a source is believed that it is gone (decisions.md 25). */
export const goneAfter = 2;

export type Done = AlertRecord['done'];

export const nothingDone: Done = { fired: false, told: false, overdue: false, unmatched: false, held: false, dueSoon: false, dueAtNight: false, warnedAt: null, rangAt: null, owedFrom: null, calledAt: null };

/** Whoever was told is told again, and whoever was looked for is looked for again, as soon as it is anybody's to take. */
export function anew(done: Done): Done {
  return { ...done, told: false, rangAt: null, owedFrom: null };
}
