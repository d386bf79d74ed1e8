import { z } from 'zod';
import { gradeSchema } from '../alert/alert';

/** How a case ended: the false-ring rate is counted from this. */
export const verdictSchema = z.enum(['real', 'false-ring', 'drill', 'duplicate']);
export type Verdict = z.infer<typeof verdictSchema>;

/** One line of a case's timeline: what somebody did, or what a machine saw. */
export const caseEventSchema = z.object({
  at: z.number(),
  /** Person id, or empty for a machine event. */
  who: z.string(),
  code: z.string(),
  en: z.string(),
  ko: z.string(),
});
export type CaseEvent = z.infer<typeof caseEventSchema>;

/** A ticket, a thread, a call: shown as text, opened only by a person who was shown the address. */
export const caseLinkSchema = z.object({ url: z.string(), what: z.string(), by: z.string(), at: z.number() });

export const caseSchema = z.object({
  /** `2026-11-21/2`: the day it opened in the workspace's zone, and a number. */
  id: z.string(),
  title: z.string(),
  grade: gradeSchema,
  state: z.enum(['open', 'closed']),
  openedAt: z.number(),
  closedAt: z.number().nullable(),
  owner: z.string().nullable(),
  alerts: z.array(z.string()),
  verdict: verdictSchema.nullable(),
  why: z.string().nullable(),
  /** What is left to do after the end. */
  followUps: z.array(z.string()),
  links: z.array(caseLinkSchema),
  /** The last hand-over, for whoever comes anew. */
  handover: z.object({ from: z.string(), to: z.string(), at: z.number(), summary: z.string() }).nullable(),
  /** The case that this one was merged into. */
  mergedInto: z.string().nullable(),
  /** How often it was opened again after its end. */
  reopened: z.number().int(),
});
export type Case = z.infer<typeof caseSchema>;

/** `people`: who it may be handed to. */
export const caseDetailSchema = caseSchema.extend({ timeline: z.array(caseEventSchema), people: z.array(z.string()) });
export type CaseDetail = z.infer<typeof caseDetailSchema>;
