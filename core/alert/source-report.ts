import { z } from 'zod';

/** What a test of a source found there. */
export const sourceFoundSchema = z.object({
  /** What answered, as it names itself or as it was asked; never with credentials. */
  server: z.string(),
  /** The mailbox, or where a listener is reached; empty where there is no such thing. */
  place: z.string(),
  /** Alerts or messages that are there now. */
  count: z.number().int(),
  /** Of the newest of them, epoch ms. */
  newest: z.number().nullable(),
});
export type SourceFound = z.infer<typeof sourceFoundSchema>;

export const sourceReportSchema = sourceFoundSchema.extend({ source: z.string(), kind: z.string(), tookMs: z.number() });
export type SourceReport = z.infer<typeof sourceReportSchema>;

/** Requests that a listener turned away since it was opened. */
export const refusalsSchema = z.object({
  count: z.number().int(),
  /** Of the last one, epoch ms. */
  at: z.number(),
  /** The last one's status: 401 wrong token, 413 too large, ... */
  status: z.number().int(),
});
export type Refusals = z.infer<typeof refusalsSchema>;
