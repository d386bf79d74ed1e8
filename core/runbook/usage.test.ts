import { describe, expect, it } from 'vitest';
import type { RunLogEntry } from '../run/rebuild-run';
import { RunbookUsage } from './usage';

const day = 86_400_000;
const plan = 'a'.repeat(64);
const subject = { plan, runbook: 'runbooks/x.md', title: 'X', hosts: 1, caseId: null };

function entry(at: number, code: string, data: Record<string, unknown>): RunLogEntry {
  return { at, op: 'kim', code, data };
}

/** What a run of one step leaves in the journal. */
function run(id: string, at: number, took: number, outcome: string, more: Record<string, unknown> = {}): RunLogEntry[] {
  const claim = { run: id, position: 1, step: 'look', host: 'h1', attempt: 1, caseId: null };
  const ended = outcome === 'ok' ? { kind: 'ok' } : { kind: 'failed', code: 1 };
  return [
    entry(at, 'RUN-PLAN', { ...subject, run: id, danger: 'read', reason: '', ...more }),
    entry(at, 'RUN-START', { ...subject, run: id }),
    entry(at, 'STEP-INTENT', { ...claim, plan, address: 'x', script: 's', bootId: 'b', record: 'r', transcript: 't' }),
    entry(at + took, 'STEP-OUTCOME', { ...claim, outcome: ended, word: '', bytes: 0, sha256: null, truncated: false, problem: null }),
    entry(at + took, 'RUN-END', { run: id, plan, title: 'X', outcome: ended, word: '', caseId: null }),
  ];
}

function told(log: readonly RunLogEntry[], now: number, drillEveryMs: number | null = null, sha256: string | null = null): ReturnType<RunbookUsage['freshness']> {
  const usage = new RunbookUsage();
  for (const each of log) usage.take(each);
  return usage.freshness({ path: 'runbooks/x.md', sha256, drillEveryMs }, now);
}

describe('RunbookUsage', () => {
  it('knows nothing of a runbook that nobody used', () => {
    expect(told([], 0)).toEqual({ lastRun: null, lastDrill: null, runs: 0, ok: 0, medians: {}, lastReview: null, stale: null });
  });

  it('counts runs that went well, and takes the median of the steps that did', () => {
    const log = [...run('a', 1_000, 10, 'ok'), ...run('b', 2_000, 30, 'ok'), ...run('c', 3_000, 500, 'failed'), ...run('d', 4_000, 20, 'ok')];
    expect(told(log, 5_000)).toMatchObject({ runs: 4, ok: 3, medians: { look: 20 }, lastRun: { run: 'd', at: 4_020, by: 'kim', outcome: 'ok', plan } });
  });

  it('keeps practice out of the statistics', () => {
    const freshness = told([...run('a', 1_000, 10, 'ok'), ...run('b', 2_000, 10, 'failed', { drill: true })], 5_000);
    expect(freshness).toMatchObject({ runs: 1, ok: 1, lastRun: { run: 'a' }, lastDrill: { run: 'b', outcome: 'failed(1)' } });
  });

  it('takes for the last what came last, whichever console’s journal arrives first', () => {
    const review = (at: number, sha256: string): RunLogEntry => entry(at, 'RUNBOOK-REVIEWED', { path: 'runbooks/x.md', title: 'X', sha256, commit: null });
    const mine = [...run('new', 9 * day, 10, 'ok'), ...run('practice-new', 9 * day, 10, 'ok', { drill: true }), review(9 * day, 'b'.repeat(64))];
    const theirs = [...run('old', day, 10, 'failed'), ...run('practice-old', day, 10, 'failed', { drill: true }), review(day, 'c'.repeat(64))];
    expect(told([...mine, ...theirs], 10 * day, 30 * day)).toEqual(told([...theirs, ...mine], 10 * day, 30 * day));
    expect(told([...mine, ...theirs], 10 * day)).toMatchObject({ runs: 2, ok: 1, lastRun: { run: 'new' }, lastDrill: { run: 'practice-new' }, lastReview: { sha256: 'b'.repeat(64) } });
    // A runbook that nobody practised is stale from the oldest journal on.
    expect(told([...run('new', 9 * day, 10, 'ok'), ...run('old', day, 10, 'ok')], 10 * day, 5 * day).stale).toEqual({ days: null, everyDays: 5 });
  });

  it('counts a run that a person reopened once, as it ended last', () => {
    const again = entry(9_000, 'RUN-END', { run: 'a', plan, title: 'X', outcome: { kind: 'ok' }, word: '', caseId: null });
    expect(told([...run('a', 1_000, 10, 'failed'), again], 9_000)).toMatchObject({ runs: 1, ok: 1 });
  });

  it('shows a run that goes on', () => {
    expect(told(run('a', 1_000, 10, 'ok').slice(0, 2), 1_000)).toMatchObject({ runs: 0, lastRun: { outcome: 'running' } });
  });

  it.each([
    ['practised lately', [...run('a', 10 * day, 1, 'ok', { drill: true })], 50 * day, null],
    ['practised too long ago', [...run('a', 10 * day, 1, 'ok', { drill: true })], 104.5 * day, { days: 94, everyDays: 90 }],
    ['never practised, in an old workspace', [...run('a', 0, 1, 'ok')], 91 * day, { days: null, everyDays: 90 }],
    ['never practised, in a new workspace', [...run('a', 0, 1, 'ok')], 89 * day, null],
  ])('says of one that was %s', (_, log, now, stale) => {
    expect(told(log, now, 90 * day).stale).toEqual(stale);
    expect(told(log, now, null).stale).toBeNull();
  });

  it('knows the last review, and whether the file is still what was reviewed', () => {
    const review = entry(7, 'RUNBOOK-REVIEWED', { path: 'runbooks/x.md', title: 'X', sha256: 'b'.repeat(64), commit: null });
    expect(told([review], 8, null, 'b'.repeat(64)).lastReview).toEqual({ at: 7, by: 'kim', sha256: 'b'.repeat(64), current: true });
    expect(told([review], 8, null, 'c'.repeat(64)).lastReview?.current).toBe(false);
  });

  it('takes entries of another version, or of anything else, for what they are: nothing', () => {
    expect(told([entry(1, 'RUN-PLAN', {}), entry(1, 'STEP-OUTCOME', { run: 'a' }), entry(1, 'RUN-END', { run: 3 }), entry(1, 'OTHER', {})], 2).runs).toBe(0);
  });
});
