import type { LoggedSession, SessionLog } from './read-sessions';

/** Something that a journal says was done on the host. */
export interface JournalledAct {
  readonly at: number;
  readonly code: string;
  /** Who and where, as the journal says it. */
  readonly writer: string;
  readonly seq: number;
  /** Whether a server must have seen a login for it. */
  readonly needsSession: boolean;
}

/** What the two sides do not agree on. */
export interface Reconciled {
  readonly host: string;
  readonly sessions: number;
  /** Since when the host's log speaks, epoch ms; null: it cannot be read. */
  readonly since: number | null;
  /** Logins that nothing in any journal explains. */
  readonly unknown: readonly LoggedSession[];
  /** Acts that the journal says were sent, and that no login explains. */
  readonly unseen: readonly JournalledAct[];
}

/** Clocks differ, and a line is opened a little before its act is journalled, ms. */
const slack = 60_000;

/**
 * A login is explained by an act on that host that was journalled around its beginning; a later act of the same line needs
 * no login of its own. What lies before the log begins is not judged.
 * @param since epoch ms; nothing before it is judged either
 */
export function compareSessions(host: string, log: SessionLog, acts: readonly JournalledAct[], since: number): Reconciled {
  const sessions = log.sessions.filter(({ from }) => from >= since);
  if (log.firstAt === null) return { host, sessions: 0, since: null, unknown: [], unseen: [] };
  const begins = Math.max(since, log.firstAt);
  const unknown = sessions.filter(({ from }) => !acts.some(({ at }) => Math.abs(at - from) <= slack));
  const covers = (at: number): boolean => log.sessions.some(({ from, until }) => from <= at + slack && (until === null || until >= at - slack));
  const unseen = acts.filter(({ at, needsSession }) => needsSession && at >= begins + slack && !covers(at));
  return { host, sessions: sessions.length, since: begins, unknown, unseen };
}
