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
});
export type Case = z.infer<typeof caseSchema>;

export const caseDetailSchema = caseSchema.extend({ timeline: z.array(caseEventSchema) });
export type CaseDetail = z.infer<typeof caseDetailSchema>;
