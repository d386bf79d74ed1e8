import { z } from 'zod';
import type { Failure } from '../../../core/errors';
import { failureCodeSchema, failureSchema } from '../../../core/failure-schema';
import { runEntries } from '../../../core/run/entries';
import { outcomeSchema } from '../../../core/run/outcome';
import type { RunLogEntry } from '../../../core/run/rebuild-run';
import type { RunRow } from '../../../core/run/run';
import type { Journal } from '../../ports/journal';

/** A run as the journal knows it, without its cells. */
export interface PastRun {
  readonly row: RunRow;
  readonly runbook: string;
  readonly reason: string;
  readonly stepByStep: boolean;
  readonly drill: boolean;
  readonly approved: boolean;
  /** SECURITY: law 4. Approved, started and never refused: nothing of any other run is ever sent. */
  readonly authorised: boolean;
  /** It got as far as being started, and no end was written. */
  readonly open: boolean;
  /** What became of a step was found out after the end was written: the end does not say how it went. */
  readonly foundLater: boolean;
  /** Why it never began, where it did not. */
  readonly refused: Failure | null;
}

const about = z.object({ run: z.string() });

/** The cause as it was written; one that this version does not know any more stays a word in the outcome. */
const refusal = z
  .object({ why: failureCodeSchema, values: failureSchema.shape.values })
  .transform(({ why, values }): Failure => ({ code: why, values }));

/** Which state an entry leaves a run in; null: it changes nothing here. */
function apply(past: PastRun | undefined, { at, op, code, data }: RunLogEntry): PastRun | null {
  if (code === 'RUN-PLAN') {
    const asked = runEntries['RUN-PLAN'].data.safeParse(data);
    if (!asked.success) return null;
    const { run: id, plan: planHash, title, hosts, caseId, runbook, reason } = asked.data;
    const row = { id, state: 'waiting-approval', by: op, startedAt: at, endedAt: null, outcome: { kind: 'not-sent', why: 'waiting' }, caseId, title, planHash, hosts } as const;
    return { row, runbook, reason, stepByStep: asked.data.stepByStep === true, drill: asked.data.drill === true, approved: false, authorised: false, open: false, foundLater: false, refused: null };
  }
  if (past === undefined) return null;
  const over = (outcome: RunRow['outcome']): PastRun => ({ ...past, open: false, foundLater: false, row: { ...past.row, state: 'ended', endedAt: at, outcome } });
  switch (code) {
    case 'RUN-APPROVE':
      return { ...past, approved: true };
    case 'RUN-START':
      // What was refused or never approved stays so, whatever another version wrote behind it.
      return past.row.state === 'ended' || !past.approved ? null : { ...past, authorised: true, open: true };
    case 'STEP-DECISION':
      return past.authorised ? { ...past, open: true, row: { ...past.row, state: 'held', endedAt: null } } : null;
    case 'RUN-RESUME':
      return past.authorised ? { ...past, stepByStep: data['stepByStep'] === true, open: true, row: { ...past.row, state: 'held', endedAt: null } } : null;
    case 'STEP-OUTCOME':
      return past.row.state === 'ended' ? { ...past, foundLater: true } : null;
    case 'RUN-REFUSED':
      return { ...over({ kind: 'refused', why: String(data['why']) }), authorised: false, refused: refusal.safeParse(data).data ?? null };
    case 'RUN-END': {
      const outcome = outcomeSchema.safeParse(data['outcome']);
      return over(outcome.success ? outcome.data : { kind: 'unknown', since: at });
    }
    default:
      return null;
  }
}

/** All runs of this device's journal, oldest first. */
export async function readHistory(journal: Journal): Promise<Map<string, PastRun>> {
  const runs = new Map<string, PastRun>();
  await journal.replay((entry) => {
    const named = Object.hasOwn(runEntries, entry.code) ? about.safeParse(entry.data) : null;
    if (named?.success !== true) return;
    const next = apply(runs.get(named.data.run), entry);
    if (next !== null) runs.set(named.data.run, next);
  });
  return runs;
}

/** The entries of these runs, in order. */
export async function readLogs(journal: Journal, runs: ReadonlySet<string>): Promise<Map<string, RunLogEntry[]>> {
  const logs = new Map<string, RunLogEntry[]>([...runs].map((run) => [run, []]));
  await journal.replay((entry) => {
    const { run } = entry.data;
    if (Object.hasOwn(runEntries, entry.code) && typeof run === 'string') logs.get(run)?.push(entry);
  });
  return logs;
}
