import { z } from 'zod';
import { runEntries } from '../run/entries';
import { outcomeWord } from '../run/outcome-word';
import type { RunLogEntry } from '../run/rebuild-run';
import { runbookEntries } from './entries';
import type { Freshness, Stale, Use } from './freshness';

/** One use of a runbook that goes on: where its steps began, and under which plan. */
interface OpenRun {
  readonly path: string;
  readonly plan: string;
  readonly by: string;
  readonly drill: boolean;
  /** When a step was sent, by position, host and attempt. */
  readonly sent: Map<string, number>;
}

/** What is known of one runbook's use. */
interface Used {
  lastRun: Use | null;
  lastDrill: Use | null;
  /** How its runs ended; one that a person reopened ends again and counts as it ended last. */
  readonly ended: Map<string, boolean>;
  readonly times: Map<string, number[]>;
  review: { readonly at: number; readonly by: string; readonly sha256: string } | null;
}

const kept = 50;
/** What an intent and an outcome have in common. Made once: making a schema costs a hundred times what using it does. */
const claimed = runEntries['STEP-OUTCOME'].data.pick({ run: true, step: true, position: true, host: true, attempt: true }).loose();
const dayMs = 86_400_000;

const about = z.object({ run: z.string() });

function median(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper;
  return Math.round((lower + upper) / 2);
}

function later(known: Use | null, use: Use): Use {
  return known !== null && known.at > use.at ? known : use;
}

/**
 * Folds journals, each writer's entries oldest first, into what is known of every runbook's use: what came last by its
 * time is the last, whoever's journal arrives first. A run that only ever
 * reached hosts of `danger: lab`, or that was made in the practice workspace, is a drill: it shows that the runbook
 * works and counts for `drill-every`, and stays out of the success rate.
 */
export class RunbookUsage {
  private readonly used = new Map<string, Used>();
  private readonly open = new Map<string, OpenRun>();
  private began: number | null = null;

  take(entry: RunLogEntry): void {
    this.began = Math.min(entry.at, this.began ?? Infinity);
    switch (entry.code) {
      case 'RUN-PLAN': {
        const asked = runEntries['RUN-PLAN'].data.safeParse(entry.data).data;
        if (asked !== undefined) this.open.set(asked.run, { path: asked.runbook, plan: asked.plan, by: entry.op, drill: asked.drill === true, sent: new Map() });
        return;
      }
      case 'RUN-START':
        this.ends(entry, { kind: 'running' }, false);
        return;
      case 'RUN-END': {
        const ended = runEntries['RUN-END'].data.safeParse(entry.data).data;
        if (ended !== undefined) this.ends(entry, ended.outcome, true);
        return;
      }
      case 'STEP-INTENT':
      case 'STEP-OUTCOME':
        this.step(entry);
        return;
      case 'RUNBOOK-REVIEWED': {
        const { data } = runbookEntries['RUNBOOK-REVIEWED'].data.safeParse(entry.data);
        if (data === undefined) return;
        const used = this.of(data.path);
        if (entry.at >= (used.review?.at ?? -Infinity)) used.review = { at: entry.at, by: entry.op, sha256: data.sha256 };
        return;
      }
      default:
    }
  }

  /** What to say of a runbook as it stands in its file (`sha256`) at a time. */
  freshness({ path, sha256, drillEveryMs }: { readonly path: string; readonly sha256: string | null; readonly drillEveryMs: number | null }, now: number): Freshness {
    const used = this.used.get(path);
    const ended = [...(used?.ended.values() ?? [])];
    return {
      lastRun: used?.lastRun ?? null,
      lastDrill: used?.lastDrill ?? null,
      runs: ended.length,
      ok: ended.filter((ok) => ok).length,
      medians: Object.fromEntries([...(used?.times ?? [])].map(([step, times]) => [step, median(times)])),
      lastReview: used?.review === null || used?.review === undefined ? null : { ...used.review, current: used.review.sha256 === sha256 },
      stale: this.stale(used?.lastDrill?.at ?? null, drillEveryMs, now),
    };
  }

  /** A runbook that nobody ever practised is stale once the journal itself is older than `drill-every`. */
  private stale(lastDrill: number | null, everyMs: number | null, now: number): Stale | null {
    const since = lastDrill ?? this.began;
    if (everyMs === null || since === null || now - since <= everyMs) return null;
    return { days: lastDrill === null ? null : Math.floor((now - lastDrill) / dayMs), everyDays: Math.floor(everyMs / dayMs) };
  }

  private of(path: string): Used {
    const known = this.used.get(path) ?? { lastRun: null, lastDrill: null, ended: new Map<string, boolean>(), times: new Map<string, number[]>(), review: null };
    this.used.set(path, known);
    return known;
  }

  private ends({ at, data }: RunLogEntry, outcome: Parameters<typeof outcomeWord>[0], over: boolean): void {
    const id = about.safeParse(data).data?.run ?? '';
    const run = this.open.get(id);
    if (run === undefined) return;
    const used = this.of(run.path);
    const use: Use = { run: id, plan: run.plan, at, by: run.by, outcome: over ? outcomeWord(outcome) : 'running' };
    if (run.drill) used.lastDrill = later(used.lastDrill, use);
    else {
      used.lastRun = later(used.lastRun, use);
      if (over) used.ended.set(id, outcome.kind === 'ok');
    }
  }

  private step({ at, code, data }: RunLogEntry): void {
    const claim = claimed.safeParse(data).data;
    const run = claim === undefined ? undefined : this.open.get(claim.run);
    if (claim === undefined || run === undefined) return;
    const key = `${String(claim.position)}/${claim.host}/${String(claim.attempt)}`;
    const sent = run.sent.get(key);
    if (code === 'STEP-INTENT') {
      run.sent.set(key, at);
      return;
    }
    const ended = runEntries['STEP-OUTCOME'].data.safeParse(data).data;
    if (ended?.outcome.kind !== 'ok' || sent === undefined) return;
    run.sent.delete(key);
    const { times } = this.of(run.path);
    times.set(claim.step, [...(times.get(claim.step) ?? []), at - sent].slice(-kept));
  }
}
