import { failure, type Failure, type Result } from '../../../core/errors';
import { changeSaid } from '../../../core/run/change-said';
import { standing, untouched } from '../../../core/run/cells';
import { nextWork, type Slot } from '../../../core/run/next-work';
import type { Outcome } from '../../../core/run/outcome';
import { givenBack, skippedByStop, slotKey } from '../../../core/run/rebuild-run';
import type { StepEnd } from '../../ports/ssh';
import { LineKeeper } from './line-keeper';
import type { LiveRun } from './live-run';
import type { RunRecord } from './run-record';
import { StepSender, type StepSenderPorts } from './step-sender';

/** Moves runs on: after every event it asks the pure scheduler what may go next, and lets that happen. */
export class RunDriver {
  private readonly work = new Set<Promise<void>>();
  private readonly sender: StepSender;
  readonly keeper: LineKeeper;

  constructor(
    private readonly ports: StepSenderPorts,
    private readonly record: RunRecord,
    private readonly changed: (run: LiveRun) => void,
  ) {
    this.sender = new StepSender(ports, record, {
      changed,
      ended: (run, slot, attempt, end) => this.ended(run, slot, attempt, end),
      unsent: (run) => this.advance(run),
      returned: async (run, { position, host }, attempt) => {
        const end = { ...untouched(host, attempt), outcome: givenBack };
        await this.write(run, () => this.record.outcome(run, { position, host }, attempt, end));
      },
      unrecorded: (run, error) => this.pause(run, error),
    });
    this.keeper = new LineKeeper(
      ports,
      {
        runs: (run, slot, attempt, bytes) => {
          const found = run.cell(slot)?.outcome.kind === 'unknown';
          run.change(slot, (cell) => (cell.attempt === attempt ? { ...cell, bytes, outcome: { kind: 'running' } } : cell));
          // A run that was held by not knowing is held by it no more.
          if (found && run.state !== 'ended') this.advance(run);
          else changed(run);
        },
        answered: (run, slot, attempt, end) => this.answered(run, slot, attempt, end),
      },
      this.track,
    );
  }

  /** Keeps work in sight that nobody waits for; `idle` waits for all of it. */
  readonly track = (work: Promise<void>): void => {
    const kept: Promise<void> = work.finally(() => this.work.delete(kept));
    this.work.add(kept);
  };

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.work.size > 0) await Promise.all(this.work);
  }

  /** Holds a run until a person resumes it. */
  pause(run: LiveRun, error: Failure): void {
    run.paused ??= error;
    this.advance(run);
  }

  /** Lets everything happen that may happen now. */
  advance(run: LiveRun): void {
    // SECURITY: law 4. The last door before anything is sent.
    if (!run.authorised) return;
    if (run.state === 'ended' || run.state === 'waiting-approval' || run.ending) return;
    if (run.stopping !== null) this.advanceStop(run);
    else if (run.paused !== null) this.advancePaused(run, run.paused);
    else this.advanceForward(run);
    this.changed(run);
  }

  private advanceForward(run: LiveRun): void {
    const before = run.held?.code;
    for (;;) {
      const next = nextWork(run.subject.plan.plan, run.steps, { gate: run.gate });
      for (const { why, ...slot } of next.skip) this.skip(run, slot, why);
      for (const slot of next.send) this.track(this.sender.send(run, slot));
      if (next.skip.length > 0) continue;
      run.settle(next);
      if (next.done) this.track(this.end(run));
      else if (next.hold !== null && next.hold.code !== before) this.track(this.writeHold(run, next.hold));
      return;
    }
  }

  private advancePaused(run: LiveRun, why: Failure): void {
    run.held = why;
    run.state = run.busy() ? 'running' : 'held';
  }

  /** No host begins any more; a check that belongs to a step which went well still may, unless it is "now". */
  private advanceStop(run: LiveRun): void {
    run.state = 'stopping';
    if (run.stopping === 'after-batch' && run.paused === null) {
      const checks = nextWork(run.subject.plan.plan, run.steps).send.filter(({ position }) => (run.step(position)?.checks ?? null) !== null);
      for (const slot of checks) this.track(this.sender.send(run, slot));
    }
    // A decision that is being written came before the stop: the end waits for it and tells what it made of its step.
    if (run.busy() || run.stopsPending > 0 || run.deciding.size > 0) return;
    const now = this.ports.clock.now();
    for (const { slot, cell } of run.cells()) if (standing(cell) === 'waiting') run.change(slot, (waiting) => skippedByStop(waiting, now));
    this.track(this.end(run));
  }

  private skip(run: LiveRun, slot: Slot, why: string): void {
    const now = this.ports.clock.now();
    run.change(slot, (cell) => ({ ...cell, outcome: { kind: 'skipped', why }, endedAt: now }));
    this.track(this.writeOutcome(run, slot));
  }

  private async writeHold(run: LiveRun, why: Failure): Promise<void> {
    await this.write(run, () => this.record.held(run, why));
  }

  private async end(run: LiveRun): Promise<void> {
    run.ending = true;
    // In one turn with the outcome before it, so that both share a sync.
    const saved = run.unsaved.length === 0 || (await this.save(run));
    const written = saved ? await this.record.ended(run) : null;
    run.ending = false;
    if (written?.ok === true) {
      run.state = 'ended';
      run.held = null;
      run.endedAt = this.ports.clock.now();
    } else {
      if (written !== null) run.paused ??= written.error;
      run.held = run.paused;
      run.state = 'held';
    }
    this.changed(run);
  }

  /** Writes what happened. What the journal does not take is kept, in order, and written before anything else is sent. */
  private async write(run: LiveRun, entry: () => Promise<Result<unknown>>): Promise<boolean> {
    if (run.unsaved.length === 0) {
      const written = await entry();
      if (written.ok) return true;
      run.paused ??= written.error;
    }
    run.unsaved.push(async () => (await entry()).ok);
    this.advanceAfterFailure(run);
    return false;
  }

  private advanceAfterFailure(run: LiveRun): void {
    if (run.paused !== null && run.state !== 'ended') this.advancePaused(run, run.paused);
    this.changed(run);
  }

  /** Writes what could not be written before; false while the journal still refuses. Whoever asks meanwhile waits for the same. */
  save(run: LiveRun): Promise<boolean> {
    run.saving ??= this.saveInOrder(run).finally(() => {
      run.saving = null;
    });
    return run.saving;
  }

  private async saveInOrder(run: LiveRun): Promise<boolean> {
    for (let entry = run.unsaved[0]; entry !== undefined; entry = run.unsaved[0]) {
      if (!(await entry())) return false;
      run.unsaved.shift();
    }
    return true;
  }

  private async writeOutcome(run: LiveRun, slot: Slot): Promise<void> {
    const cell = run.cell(slot);
    if (cell !== undefined) await this.write(run, () => this.record.outcome(run, slot, cell.attempt, cell));
  }

  private async ended(run: LiveRun, slot: Slot, attempt: number, end: StepEnd): Promise<void> {
    const step = run.step(slot.position);
    const said = step === undefined ? { outcome: end.outcome, changed: null } : changeSaid(step, end.outcome);
    const { changed } = said;
    const outcome = await this.judge(run, slot, attempt, said.outcome);
    const current = run.cell(slot);
    const isDecided = current?.attempt !== attempt || current.outcome.kind === 'skipped';
    if (isDecided || run.deciding.has(slotKey(slot.position, slot.host, attempt))) {
      // A person has gone on to another attempt, or without this step; the truth about it is still written down.
      await this.write(run, () => this.record.outcome(run, slot, attempt, { ...end, outcome, changed }));
      return;
    }
    const open = outcome.kind === 'unknown';
    const endedAt = open ? null : this.ports.clock.now();
    run.change(slot, (cell) => ({ ...cell, ...end, bytes: Math.max(end.bytes, cell.bytes), outcome, changed, endedAt }));
    this.changed(run);
    const written = this.writeOutcome(run, slot);
    if (open && !current.recordless && run.stopping === null) this.keeper.watch(run, slot, attempt, false);
    // Whatever comes of this is journalled behind it: an intent or an end that is on the disk proves that the outcome is.
    this.advance(run);
    await written;
  }

  /** A step that our own signal ended was stopped; it did not fail by itself. */
  private async judge(run: LiveRun, slot: Slot, attempt: number, outcome: Outcome): Promise<Outcome> {
    const stop = run.stops.get(slotKey(slot.position, slot.host, attempt));
    if (stop === undefined || !(outcome.kind === 'failed' || outcome.kind === 'unknown')) return outcome;
    return (await stop) ? { kind: 'stopped', confirmed: true } : outcome;
  }

  private async answered(run: LiveRun, slot: Slot, attempt: number, end: StepEnd): Promise<void> {
    const cell = run.cell(slot);
    const still = end.outcome.kind === 'unknown' || end.outcome.kind === 'running';
    if (!still) {
      await this.ended(run, slot, attempt, end);
      return;
    }
    if (cell?.attempt !== attempt) return;
    if (cell.outcome.kind === 'running') {
      // It was seen running and the line went again: unknown from now on.
      await this.ended(run, slot, attempt, { ...end, outcome: { kind: 'unknown', since: this.ports.clock.now() } });
    } else if (cell.outcome.kind === 'unknown' && end.problem !== null) {
      run.change(slot, (each) => ({ ...each, problem: end.problem }));
      this.changed(run);
    }
  }

  /** Stops what runs: waits end at once, hosts are told, and what they confirm is what counts. */
  stopNow(run: LiveRun): void {
    this.keeper.dropAll(run);
    this.sender.cancelWaits(run);
    for (const { slot, cell } of run.cells()) {
      const known = run.knownOf(slot, cell.attempt);
      const key = slotKey(slot.position, slot.host, cell.attempt);
      const running = cell.outcome.kind === 'running' || cell.outcome.kind === 'unknown';
      if (!running || known === undefined || run.stops.has(key)) continue;
      const stop = this.stopCell(run, slot, cell.attempt, known.record);
      run.stops.set(key, stop);
      run.stopsPending += 1;
      this.track(this.stopSettles(run, stop));
    }
  }

  private async stopSettles(run: LiveRun, stop: Promise<boolean>): Promise<void> {
    await stop;
    run.stopsPending -= 1;
    this.advance(run);
  }

  private async stopCell(run: LiveRun, slot: Slot, attempt: number, record: string): Promise<boolean> {
    const target = run.target(slot.host);
    if (target === undefined) return false;
    const claim = { run: run.id, target: slot.host, position: slot.position, attempt };
    const key = slotKey(slot.position, slot.host, attempt);
    const told = await this.ports.ssh.stop(claim, target, run.jumps(target), record).catch(() => null);
    const confirmed = told !== null && told.ok && told.value.confirmed;
    if (!confirmed) {
      run.stops.delete(key);
      const problem = told !== null && !told.ok ? told.error : failure('stop-not-confirmed', { host: slot.host });
      run.change(slot, (cell) => ({ ...cell, problem }));
      this.changed(run);
      return false;
    }
    const bySignal = told.value.by !== 'already-ended';
    if (run.cell(slot)?.outcome.kind === 'unknown') {
      if (bySignal) this.track(this.settleStopped(run, slot, attempt));
      else this.keeper.watch(run, slot, attempt, true);
    }
    return bySignal;
  }

  private async settleStopped(run: LiveRun, slot: Slot, attempt: number): Promise<void> {
    const cell = run.cell(slot);
    if (cell?.attempt !== attempt || cell.outcome.kind !== 'unknown') return;
    this.keeper.drop(run, slot, attempt);
    await this.ended(run, slot, attempt, { ...cell, outcome: { kind: 'stopped', confirmed: true }, problem: null });
  }
}
