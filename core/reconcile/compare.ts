import { z } from 'zod';
import { loggedSessionSchema, type SessionLog } from './read-sessions';

/** Something that a journal says was done on the host. */
const journalledActSchema = z.object({
  at: z.number(),
  code: z.string(),
  /** Who and where, as the journal says it. */
  writer: z.string(),
  seq: z.number().int(),
  /** Whether a server must have seen a login for it. */
  needsSession: z.boolean(),
});
export type JournalledAct = z.infer<typeof journalledActSchema>;

/** What the two sides do not agree on. */
export const reconciledSchema = z.object({
  host: z.string(),
  sessions: z.number().int(),
  /** Since when the host's log speaks, epoch ms; null: it cannot be read. */
  since: z.number().nullable(),
  /** Whether there is a log that has no times, so that nothing can be said from it. */
  undated: z.boolean(),
  /** Logins that nothing in any journal explains. */
  unknown: z.array(loggedSessionSchema),
  /** Acts that the journal says were sent, and that no login explains. */
  unseen: z.array(journalledActSchema),
});
export type Reconciled = z.infer<typeof reconciledSchema>;

/** Clocks differ, and a line is opened a little before its act is journalled, ms. */
const slack = 60_000;

/**
 * A login is explained by an act on that host that was journalled around its beginning; a later act of the same line needs
 * no login of its own. What lies before the log begins is not judged.
 * @param since epoch ms; nothing before it is judged either
 */
export function compareSessions(host: string, log: SessionLog, acts: readonly JournalledAct[], since: number): Reconciled {
  const sessions = log.sessions.filter(({ from }) => from >= since);
  const undated = log.undated > 0;
  if (log.firstAt === null) return { host, sessions: 0, since: null, undated, unknown: [], unseen: [] };
  const begins = Math.max(since, log.firstAt);
  const unknown = sessions.filter(({ from }) => !acts.some(({ at }) => Math.abs(at - from) <= slack));
  const covers = (at: number): boolean => log.sessions.some(({ from, until }) => from <= at + slack && (until === null || until >= at - slack));
  const unseen = acts.filter(({ at, needsSession }) => needsSession && at >= begins + slack && !covers(at));
  return { host, sessions: sessions.length, since: begins, undated, unknown, unseen };
}
