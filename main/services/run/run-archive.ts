import { fail, ok, type Failure, type Result } from '../../../core/errors';
import { worst } from '../../../core/run/outcome';
import { outcomeWord } from '../../../core/run/outcome-word';
import { rebuildRun } from '../../../core/run/rebuild-run';
import type { RunRow } from '../../../core/run/run';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { PlanShelf } from '../../ports/plan-shelf';
import { LiveRun } from './live-run';
import { readHistory, readLogs, type PastRun } from './run-history';
import type { RunRecord } from './run-record';

export interface RunArchivePorts {
  readonly journal: Journal;
  readonly shelf: PlanShelf;
  readonly clock: Clock;
}

/** Every run of this device: those in memory, and those that the journal and the shelf of plans can bring back. */
export class RunArchive {
  private readonly live = new Map<string, LiveRun>();
  private past = new Map<string, PastRun>();

  /** `revive` takes up a run that was under way when the app ended. */
  constructor(
    private readonly ports: RunArchivePorts,
    private readonly record: RunRecord,
    private readonly revive: (run: LiveRun) => void,
  ) {}

  add(run: LiveRun): void {
    this.live.set(run.id, run);
  }

  /** Newest first. */
  list(): RunRow[] {
    const live = [...this.live.values()].map((run) => run.row());
    const past = [...this.past.values()].filter(({ row }) => !this.live.has(row.id)).map(({ row }) => row);
    return [...live, ...past].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
  }

  /** When a runbook ran last on this device, drills counted in. */
  lastRun(path: string): { at: number; outcome: string } | null {
    const row = this.list().find(({ id }) => (this.live.get(id)?.subject.plan.plan.runbook.path ?? this.past.get(id)?.runbook) === path);
    return row === undefined ? null : { at: row.startedAt, outcome: outcomeWord(row.outcome) };
  }

  counts(): { running: number; held: number } {
    const states = [...this.live.values()].map(({ state }) => state);
    return { running: states.filter((state) => state === 'running' || state === 'stopping').length, held: states.filter((state) => state === 'held' || state === 'waiting-approval').length };
  }

  /** A live run, or a past one brought back. */
  async find(id: string): Promise<Result<LiveRun>> {
    const live = this.live.get(id);
    if (live !== undefined) return ok(live);
    const past = this.past.get(id);
    if (past === undefined) return fail('run-not-found', { run: id });
    const plan = await this.ports.shelf.get(past.row.planHash);
    if (!plan.ok) return plan;
    const { steps, known } = rebuildRun(plan.value.plan, (await readLogs(this.ports.journal, new Set([id]))).get(id) ?? []);
    // Two questions at once bring it back once.
    const again = this.live.get(id);
    if (again !== undefined) return ok(again);
    const { by, caseId, startedAt, endedAt } = past.row;
    const run = new LiveRun({ id, plan: plan.value, by, reason: past.reason, caseId, startedAt, drill: past.drill });
    run.steps = steps;
    for (const [key, record] of known) run.known.set(key, record);
    run.walk(past.stepByStep);
    run.authorised = past.authorised;
    this.add(run);
    if (past.open) this.revive(run);
    else {
      run.state = 'ended';
      run.endedAt = endedAt;
      run.refused = past.refused;
      run.held = past.refused;
    }
    return ok(run);
  }

  /**
   * Rebuilds from the journal what was going on. A step that was sent and has no outcome is unknown and is looked up;
   * what was not sent waits for a person. Nothing is sent by this.
   */
  async recover(): Promise<void> {
    this.past = await readHistory(this.ports.journal);
    await this.recount();
    for (const [id, past] of this.past) {
      if (past.row.state === 'ended') continue;
      if (!past.open) {
        const error: Failure = { code: 'approval-declined', values: {} };
        await this.record.refused(id, past.row.planHash, past.row.title, error, past.row.caseId);
        this.past.set(id, { ...past, refused: error, row: { ...past.row, state: 'ended', endedAt: this.ports.clock.now(), outcome: { kind: 'refused', why: error.code } } });
        continue;
      }
      const run = await this.find(id);
      if (!run.ok) this.past.set(id, { ...past, row: { ...past.row, state: 'held', outcome: { kind: 'unknown', since: this.ports.clock.now() } } });
    }
  }

  /** Says of a run whose steps were looked up after its end what its cells say, without waiting for somebody to open it. */
  private async recount(): Promise<void> {
    const later = new Set([...this.past.values()].filter((past) => past.foundLater).map(({ row }) => row.id));
    if (later.size === 0) return;
    for (const [id, log] of await readLogs(this.ports.journal, later)) {
      const past = this.past.get(id);
      const plan = past === undefined ? null : await this.ports.shelf.get(past.row.planHash);
      if (past === undefined || plan?.ok !== true) continue;
      const outcome = worst(rebuildRun(plan.value.plan, log).steps.flatMap(({ cells }) => cells.map((cell) => cell.outcome)));
      this.past.set(id, { ...past, row: { ...past.row, outcome } });
    }
  }
}
