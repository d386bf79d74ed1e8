import type { z } from 'zod';
import type { Plan } from '../runbook/plan';
import { freshSteps, standing, untouched, type RunStep } from './cells';
import { runEntries } from './entries';
import { unreachable } from '../errors';
import { failureSchema } from '../failure-schema';
import type { Cell, Decision } from './run';

/** One entry of the journal that is about a run. */
export interface RunLogEntry {
  readonly at: number;
  readonly op: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type Data<C extends keyof typeof runEntries> = z.infer<(typeof runEntries)[C]['data']>;

/** Where a step's record is and what boot it was sent to: what looking it up needs. */
export interface KnownRecord {
  readonly bootId: string;
  readonly record: string;
  readonly transcript: string;
}

/** A run as its entries tell it. */
export interface RebuiltRun {
  readonly steps: RunStep[];
  /** By `position/host/attempt`. */
  readonly known: Map<string, KnownRecord>;
}

/** Names a step on a host at an attempt. */
export function slotKey(position: number, host: string, attempt: number): string {
  return `${String(position)}/${host}/${String(attempt)}`;
}

function data<C extends keyof typeof runEntries>(code: C, entry: RunLogEntry): Data<C> | null {
  const parsed = runEntries[code].data.safeParse(entry.data);
  return parsed.success ? (parsed.data as Data<C>) : null;
}

/** A person's decision about a cell: retry makes a new attempt, the others are outcomes of their own. */
export function decided(cell: Cell, { decision, reason }: Pick<Data<'STEP-DECISION'>, 'decision' | 'reason'>, at: number): Cell {
  switch (decision) {
    case 'retry':
      return untouched(cell.host, cell.attempt + 1);
    case 'retry-recordless':
      return { ...untouched(cell.host, cell.attempt + 1), recordless: true };
    case 'skip':
      return { ...cell, outcome: { kind: 'skipped', why: reason }, endedAt: at };
    case 'manual-done':
      return { ...cell, outcome: { kind: 'ok' }, startedAt: cell.startedAt ?? at, endedAt: at };
    case 'manual-failed':
      return { ...cell, outcome: { kind: 'failed', code: 1 }, startedAt: cell.startedAt ?? at, endedAt: at };
    default:
      return unreachable(decision);
  }
}

/** Whether a decision makes a new attempt. */
export function isRetry(decision: Decision): boolean {
  return decision === 'retry' || decision === 'retry-recordless';
}

/** After a step gets a new attempt its check is open again; it takes a new attempt itself only where it was tried. */
export function reopened(check: Cell): Cell {
  return untouched(check.host, check.startedAt === null ? check.attempt : check.attempt + 1);
}

/**
 * Rebuilds every cell of a run from the journal alone. An intent without an outcome is `unknown` since the last thing
 * that was written about the run: it may have been sent, and only the server can say (law 2).
 */
export function rebuildRun(plan: Plan, log: readonly RunLogEntry[]): RebuiltRun {
  const steps = freshSteps(plan);
  const known = new Map<string, KnownRecord>();
  const change = (position: number, host: string, to: (cell: Cell) => Cell): void => {
    const step = steps.find((each) => each.position === position);
    const index = step?.cells.findIndex((cell) => cell.host === host) ?? -1;
    const cell = step?.cells[index];
    if (step !== undefined && cell !== undefined) step.cells[index] = to(cell);
  };
  const lastAt = log.at(-1)?.at ?? 0;
  for (const entry of log) {
    switch (entry.code) {
      case 'STEP-INTENT': {
        const intent = data('STEP-INTENT', entry);
        if (intent === null) break;
        const { position, host, attempt, bootId, record, transcript } = intent;
        known.set(slotKey(position, host, attempt), { bootId, record, transcript });
        const warnings = (intent.warnings ?? []).flatMap((warning) => failureSchema.safeParse(warning).data ?? []);
        change(position, host, (cell) => ({ ...cell, attempt, startedAt: entry.at, outcome: { kind: 'unknown', since: lastAt }, warnings }));
        break;
      }
      case 'STEP-OUTCOME': {
        const ended = data('STEP-OUTCOME', entry);
        if (ended === null) break;
        const { position, host, attempt, outcome, bytes, sha256, truncated } = ended;
        // A cause that only a newer version knows stays in the journal; the outcome itself is told in any case.
        const problem = failureSchema.safeParse(ended.problem).data ?? null;
        const changed = ended.changed ?? null;
        const moved = ended.file === undefined ? {} : { file: ended.file, moved: ended.file.bytes };
        change(position, host, (cell) => {
          // A decision stands: an answer that comes behind it is written down, and changes nothing.
          if (attempt !== cell.attempt || cell.outcome.kind === 'skipped') return cell;
          if (outcome.kind === givenBack.kind && outcome.why === givenBack.why) return { ...untouched(host, attempt), recordless: cell.recordless };
          const tried = outcome.kind !== 'skipped';
          return { ...cell, ...moved, outcome, bytes, sha256, truncated, problem, changed, startedAt: tried ? (cell.startedAt ?? entry.at) : cell.startedAt, endedAt: outcome.kind === 'unknown' ? null : entry.at };
        });
        break;
      }
      case 'STEP-DECISION': {
        const decision = data('STEP-DECISION', entry);
        if (decision === null) break;
        change(decision.position, decision.host, (cell) => decided({ ...cell, attempt: decision.attempt }, decision, entry.at));
        const name = plan.steps.find(({ position }) => position === decision.position)?.name;
        const check = plan.steps.find(({ checks, order }) => checks === name && order === 'forward');
        if (isRetry(decision.decision) && check !== undefined) change(check.position, decision.host, reopened);
        break;
      }
      case 'RUN-END':
        // What a stopped run had not sent is not written one by one.
        for (const { cells } of steps) {
          for (const [index, cell] of cells.entries()) if (standing(cell) === 'waiting') cells[index] = skippedByStop(cell, entry.at);
        }
        break;
      case 'RUN-RESUME':
        for (const { cells } of steps) for (const [index, cell] of cells.entries()) cells[index] = reopenedAfterStop(cell);
        break;
      default:
        break;
    }
  }
  return { steps, known };
}

/** Told of an intent behind which somebody paused the run: nothing was sent, and the attempt waits as before. */
export const givenBack = { kind: 'not-sent', why: 'paused' } as const;

const stopped = 'the run was stopped';

/** What a run that was stopped never sent. */
export function skippedByStop(cell: Cell, at: number): Cell {
  return { ...cell, outcome: { kind: 'skipped', why: stopped }, endedAt: at };
}

/** A cell that a stop kept from being sent waits again, at the same attempt; any other stays as it is. */
export function reopenedAfterStop(cell: Cell): Cell {
  const byStop = cell.startedAt === null && cell.outcome.kind === 'skipped' && cell.outcome.why === stopped;
  return byStop ? { ...untouched(cell.host, cell.attempt), recordless: cell.recordless } : cell;
}
