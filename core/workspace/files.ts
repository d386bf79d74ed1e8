import { z } from 'zod';
import { gradeSchema } from '../alert/alert';
import { hostSchema } from '../host/host';
import { importsSchema } from './host-import';
import { brokerSchema } from '../sync/broker';
import { streamEntrySchema } from '../stream/stream';
import { remoteSchema } from '../sync/remote';
import { personSchema } from '../team/team';

/** `30s`, `5m`, `8h`, `90d` as milliseconds. */
export const durationSchema = z
  .string()
  .regex(/^(\d{1,6})(ms|s|m|h|d)$/, 'duration')
  .transform((text) => {
    const [, amount = '0', unit = 's'] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
    const scale = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit] ?? 1_000;
    return Number(amount) * scale;
  });

/** A schema's message is the name of a form; core/workspace/schema-findings.ts words it. */
const id = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'id');
const calendarDay = z.iso.date();
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'clock-time');

/** A grade as people write it: `911` without quotes is a number in YAML. */
const writtenGrade = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), gradeSchema);

/** A grading rule (formats.md); first match wins. */
export const gradingRuleSchema = z.strictObject({
  when: z.string().min(1),
  grade: writtenGrade,
  ring: z.enum(['ask', 'auto']).default('ask'),
  within: durationSchema.optional(),
  overdue: z.enum(['morning', 'ring']).default('morning'),
  /** Labels: 911s of this rule with the same values of all of them are one case. */
  'group-by': z.array(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'label')).max(10).default([]),
});
export type GradingRule = z.infer<typeof gradingRuleSchema>;

/** Planned work, announced for everybody: what it matches is held while it lasts (core/mute/file-window.ts reads the times). */
const maintenanceEntrySchema = z.strictObject({
  id,
  when: z.string().min(1),
  from: z.string(),
  until: z.string(),
  why: z.string().min(1).max(500),
  'even-911': z.boolean().default(false),
});
export type MaintenanceEntry = z.infer<typeof maintenanceEntrySchema>;

/** A source entry: what all kinds share; the rest of the keys belongs to the driver of its kind. */
export const sourceEntrySchema = z.looseObject({
  id,
  kind: z.string(),
  every: durationSchema.default(15_000),
  /** Several sources that are one Alertmanager cluster share this name (decisions.md 25). */
  cluster: id.optional(),
  /** An alert or mail that must keep coming: when it does not, the source is blind although it answers. */
  watchdog: z.strictObject({ when: z.string().min(1), every: durationSchema }).optional(),
});
export type SourceEntry = z.infer<typeof sourceEntrySchema>;

export const breakglassFileSchema = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(80),
  timezone: z.string(),
  'min-app': z.string().optional(),
  grading: z.array(gradingRuleSchema).default([]),
  'unmatched-after': durationSchema.default(600_000),
  /** An alert that comes back this soon after its case was closed opens it again. */
  'reopen-within': durationSchema.default(7_200_000),
  maintenance: z.array(maintenanceEntrySchema).default([]),
  sources: z.array(sourceEntrySchema).default([]),
  publishers: z.array(z.looseObject({ id, kind: z.string() })).default([]),
  /** Where the journals travel to; two remotes at two providers are best. */
  sync: z.strictObject({ remotes: z.array(remoteSchema).max(8).default([]), broker: brokerSchema.optional() }).default({ remotes: [] }),
  /** A secret that was set longer ago is to be changed. */
  vault: z.strictObject({ 'rotate-after': durationSchema.optional(), /** The vault locks itself after so long without a key or a click. */ 'lock-after': durationSchema.default(600_000) }).default({ 'lock-after': 600_000 }),
  /** Where the journal is sent besides its files. */
  streams: z.array(streamEntrySchema).max(8).default([]),
  policies: z
    .strictObject({
      'two-people-for': z.array(z.enum(['change', 'destroy', 'prod'])).default([]),
      'unvouched-may-run': z.boolean().default(true),
      /** Configuration and runbooks count only as a commit that an operator signed. */
      'signed-commits': z.boolean().optional(),
    })
    .default({ 'two-people-for': [], 'unvouched-may-run': true }),
});
export type BreakglassFile = z.infer<typeof breakglassFileSchema>;

export const teamFileSchema = z.strictObject({ version: z.literal(1).default(1), people: z.array(personSchema).default([]) });

export const hostsFileSchema = z.strictObject({ version: z.literal(1).default(1), hosts: z.array(hostSchema).default([]), import: importsSchema.default([]) });

export const sirenEntrySchema = z.strictObject({
  id,
  owner: id,
  driver: z.string(),
  config: z.record(z.string(), z.unknown()).default({}),
  volume: z
    .strictObject({
      max: z.number().int().min(1).max(100).default(100),
      night: z.strictObject({ from: clockTime, to: clockTime, max: z.number().int().min(1).max(100) }).optional(),
    })
    .default({ max: 100 }),
  jump: z.string().optional(),
  /** When it proves itself: the hour where the owner lives, and the day of the week for the shortest sound it can make. */
  proof: z.strictObject({ at: clockTime.optional(), audible: z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']).optional() }).optional(),
});
export type SirenEntry = z.infer<typeof sirenEntrySchema>;

export const sirensFileSchema = z.strictObject({ version: z.literal(1).default(1), sirens: z.array(sirenEntrySchema).default([]) });

export const feedEntrySchema = z.strictObject({
  id,
  file: z.string().optional(),
  url: z.string().optional(),
  every: durationSchema.default(900_000),
  /** Where an overriding feed has a shift, the shifts of the other feeds give way. */
  overrides: z.boolean().default(false),
  /** Calendar summary (or attendee) -> person id. */
  people: z.record(z.string(), id).default({}),
});
export type FeedEntry = z.infer<typeof feedEntrySchema>;

/** Who is rung after whom while nobody has it; only ever for a 911. */
export const escalationEntrySchema = z.strictObject({
  id,
  levels: z.array(z.strictObject({ who: z.string(), after: durationSchema })),
  /** How often the whole ladder is climbed again. */
  repeat: z.number().int().min(0).max(20).default(2),
  /** Between the last level and the next time. */
  pause: durationSchema.default(300_000),
  /** How many people must have it: 2 = both must ack. */
  acks: z.number().int().min(1).max(5).default(1),
  'awake-first': z.boolean().default(false),
});

/** Days on which somebody is not to be rung, where they live; both ends count. */
export const awayEntrySchema = z.strictObject({ who: id, from: calendarDay, to: calendarDay, why: z.string().min(1).max(80).default('away') });
export type AwayEntry = z.infer<typeof awayEntrySchema>;

/** People who take turns, without a calendar. */
export const rotationEntrySchema = z.strictObject({
  id,
  people: z.array(id).min(1).max(50),
  /** The first day of the first person's turn. */
  start: calendarDay,
  every: z.enum(['daily', 'weekly']).default('weekly'),
  handover: clockTime.default('09:00'),
  /** Where shifts end before the next one begins: several rotations follow the sun. */
  until: clockTime.optional(),
  /** Default: the workspace's. */
  timezone: z.string().optional(),
});
export type RotationEntry = z.infer<typeof rotationEntrySchema>;

const dayOrMoment = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( ([01]\d|2[0-3]):[0-5]\d)?$/, 'day-or-moment');

/** A swap, a holiday, a take-over: somebody instead of whoever it would be. */
export const overrideEntrySchema = z.strictObject({ who: id, from: dayOrMoment, to: dayOrMoment, why: z.string().min(1).max(200) });
export type OverrideEntry = z.infer<typeof overrideEntrySchema>;

export const dutyFileSchema = z.strictObject({
  version: z.literal(1).default(1),
  feeds: z.array(feedEntrySchema).default([]),
  escalation: z.array(escalationEntrySchema).default([]),
  away: z.array(awayEntrySchema).default([]),
  rotations: z.array(rotationEntrySchema).default([]),
  overrides: z.array(overrideEntrySchema).default([]),
  /** A watcher that hears of no console for `after` rings this person or role once; consoles say when a watcher is silent. */
  watchman: z.strictObject({ after: durationSchema.default(2_700_000), ring: z.string().default('on-duty') }).optional(),
});
export type DutyFile = z.infer<typeof dutyFileSchema>;

export const servicesFileSchema = z.strictObject({
  version: z.literal(1).default(1),
  services: z
    .array(
      z.strictObject({
        id,
        needs: z.array(z.string()).default([]),
        runbooks: z.array(z.string()).default([]),
        backups: z.array(z.looseObject({ id })).default([]),
      }),
    )
    .default([]),
});
export type ServicesFile = z.infer<typeof servicesFileSchema>;
