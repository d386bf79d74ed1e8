import { fail, ok, type Failure, type Result } from '../../../core/errors';
import { endedBadly, standing } from '../../../core/run/cells';
import { nextWork, type Slot } from '../../../core/run/next-work';
import { outcomeWord } from '../../../core/run/outcome-word';
import { decided, isRetry, reopened, slotKey } from '../../../core/run/rebuild-run';
import type { Cell, Decision } from '../../../core/run/run';
import type { Clock } from '../../ports/clock';
import type { LiveRun } from './live-run';
import type { RunDriver } from './run-driver';
import type { RunRecord } from './run-record';

const mostAttempts = 99;

/** Carries out what people decide about cells that hold a run up: recorded first, then done (law 3). */
export class RunDecisions {
  constructor(
    private readonly ports: { readonly clock: Clock },
    private readonly record: RunRecord,
    private readonly driver: RunDriver,
    private readonly against: {
      /** Says no where role or policy forbid to send anything of this run today. */
      readonly objection: (run: LiveRun) => Failure | null;
      /** Says no where the inventory is not what the plan froze any more. */
      readonly targetsChanged: (run: LiveRun) => Promise<Failure | null>;
    },
  ) {}

  async decide(run: LiveRun, slot: Slot, decision: Decision, reason: string): Promise<Result<void>> {
    // Asked first: what follows up to the journal must happen in one turn.
    const changed = isRetry(decision) ? await this.against.targetsChanged(run) : null;
    // SECURITY: every decision lets the run go on, so the policy about keys that nobody vouched for is asked each time.
    const against = changed ?? this.against.objection(run);
    const cell = run.cell(slot);
    if (cell === undefined) return fail('cell-not-found', { position: slot.position, host: slot.host });
    const key = slotKey(slot.position, slot.host, cell.attempt);
    // One decision at a time: a second one would be written down and then not be what happened.
    if (run.deciding.has(key) || !possible(run, slot, cell, decision)) return fail('decision-not-possible', { decision, outcome: outcomeWord(cell.outcome) });
    if (against !== null) return { ok: false, error: against };
    run.deciding.add(key);
    const written = await this.record.decision(run, slot, cell.attempt, decision, reason);
    run.deciding.delete(key);
    if (!written.ok) {
      if (cell.outcome.kind === 'unknown' && !cell.recordless) this.driver.keeper.watch(run, slot, cell.attempt, true);
      this.driver.advance(run);
      return written;
    }
    this.driver.keeper.drop(run, slot, cell.attempt);
    const now = this.ports.clock.now();
    run.change(slot, (each) => decided(each, { decision, reason }, now));
    const step = run.step(slot.position);
    const check = run.subject.plan.plan.steps.find(({ checks, order }) => checks === step?.name && order === 'forward');
    if (isRetry(decision) && check !== undefined) run.change({ position: check.position, host: slot.host }, reopened);
    if (run.state === 'ended') run.reopen();
    this.driver.advance(run);
    return ok(undefined);
  }

  /** A retry for every host where a step ended badly for certain, one decision each. What is unknown stays as it is. */
  async retryFailed(run: LiveRun, position: number, reason: string): Promise<Result<{ hosts: string[] }>> {
    const failed = run.cells().filter(({ slot, cell }) => slot.position === position && endedBadly(cell));
    if (failed.length === 0) return fail('nothing-failed', { position });
    const answers = await Promise.all(failed.map(({ slot }) => this.decide(run, slot, 'retry', reason)));
    const hosts = failed.filter((_, index) => answers[index]?.ok === true).map(({ slot }) => slot.host);
    const refused = answers.find((answer) => !answer.ok);
    return hosts.length === 0 && refused?.ok === false ? refused : ok({ hosts });
  }
}

function possible(run: LiveRun, slot: Slot, cell: Cell, decision: Decision): boolean {
  // SECURITY: law 4. An answer to a step is no approval: a run that waits for one, or was refused, takes none.
  if (!run.authorised) return false;
  if (run.stopping !== null && run.state !== 'ended') return false;
  if (decision === 'manual-done' || decision === 'manual-failed') {
    const { hold } = nextWork(run.subject.plan.plan, run.steps);
    return hold?.code === 'run-held-manual' && hold.values['step'] === run.step(slot.position)?.name && standing(cell) === 'waiting';
  }
  if (standing(cell) !== 'bad') return false;
  // SECURITY: giving up the record is an answer to one thing only, that there is no place for it.
  if (decision === 'retry-recordless' && cell.problem?.code !== 'record-impossible') return false;
  return decision === 'skip' || cell.attempt < mostAttempts;
}
