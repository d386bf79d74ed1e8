import { fail, ok, type Failure, type Result } from '../../core/errors';
import { canonicalJson } from '../../core/journal/canonical';
import { standing } from '../../core/run/cells';
import { claimPath } from '../../core/run/claim';
import { nextWork, type Slot } from '../../core/run/next-work';
import { outcomeWord } from '../../core/run/outcome-word';
import { decided, rebuildRun, reopened, slotKey } from '../../core/run/rebuild-run';
import type { ApprovalRequest, Cell, Run, RunRow } from '../../core/run/run';
import { freezeTargets } from '../../core/runbook/freeze-targets';
import type { ApprovalDemand, HashedPlan } from '../../core/runbook/plan';
import type { Actor } from '../ports/actor';
import type { Approver } from '../ports/approver';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Ids } from '../ports/ids';
import type { Journal } from '../ports/journal';
import type { PlanShelf } from '../ports/plan-shelf';
import type { Cancel, Schedule } from '../ports/schedule';
import type { Ssh } from '../ports/ssh';
import type { Vault } from '../ports/vault';
import { askPerson, objection } from './run/authorise';
import { LiveRun } from './run/live-run';
import { Pusher } from './run/pusher';
import { RunDriver } from './run/run-driver';
import { readHistory, readLog, type PastRun } from './run/run-history';
import { RunRecord } from './run/run-record';
import type { KeptPlan, RunbookDesk } from './runbook-desk';

export interface RunbookRunnerPorts {
  readonly desk: RunbookDesk;
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly ssh: Ssh;
  readonly vault: Vault;
  readonly approver: Approver;
  readonly actor: Actor;
  readonly shelf: PlanShelf;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  /** Who to log in as where hosts.yaml does not say. */
  readonly defaultUser: string;
  readonly drill: boolean;
}

export interface RunRequest {
  readonly hash: string;
  readonly reason: string;
  readonly caseId: string | null;
}

type Decision = 'retry' | 'skip' | 'manual-done' | 'manual-failed';

/** A second click within this time, in milliseconds, is the same click. */
const doubleClick = 2_000;
const mostAttempts = 99;

/** Carries out plans that were shown: asks, records, sends, and finds out (laws 1 to 4). */
export class RunbookRunner {
  private readonly runs = new Map<string, LiveRun>();
  private past = new Map<string, PastRun>();
  private readonly record: RunRecord;
  private readonly driver: RunDriver;
  private readonly pusher: Pusher;
  private last: { readonly hash: string; readonly at: number; readonly answer: Promise<Result<{ run: string }>> } | null = null;

  constructor(private readonly ports: RunbookRunnerPorts) {
    this.record = new RunRecord(ports.journal);
    this.pusher = new Pusher(ports.schedule);
    this.driver = new RunDriver(ports, this.record, (run) => this.pusher.changed(run));
  }

  /** Calls back with a run that changed, at most ten times a second for each. */
  onChanged(listener: (run: Run) => void): Cancel {
    return this.pusher.listen(listener);
  }

  /** Asks for this very plan to be run. One that only reads begins at once; any other waits for a person's approval. */
  request(request: RunRequest): Promise<Result<{ run: string }>> {
    const now = this.ports.clock.mono();
    if (this.last !== null && this.last.hash === request.hash && now - this.last.at < doubleClick) return this.last.answer;
    const answer = this.begin(request);
    this.last = { hash: request.hash, at: now, answer };
    return answer;
  }

  private async begin({ hash, reason, caseId }: RunRequest): Promise<Result<{ run: string }>> {
    const kept = this.ports.desk.shown(hash);
    if (kept === null) return fail('plan-not-known', { hash });
    const { title } = kept.plan.plan.runbook;
    const against = objection(this.ports.actor, this.ports.workspace.get(), kept.plan.plan, reason);
    if (against !== null) {
      await this.record.refused(null, hash, title, against, caseId);
      return { ok: false, error: against };
    }
    const shelved = await this.ports.shelf.put(kept.plan);
    if (!shelved.ok) return shelved;
    const me = this.ports.actor.me();
    const run = new LiveRun({ id: this.ports.ids.next(), plan: kept.plan, by: me.person ?? me.name, reason, caseId, startedAt: this.ports.clock.now() });
    const asked = await this.record.asked(run);
    if (!asked.ok) return asked;
    this.runs.set(run.id, run);
    this.pusher.changed(run);
    const authorised = this.authorise(run, kept);
    if (kept.demand.kind !== 'press') {
      this.driver.track(authorised.then(() => undefined));
      return ok({ run: run.id });
    }
    const refused = await authorised;
    return refused === null ? ok({ run: run.id }) : { ok: false, error: refused };
  }

  /** From "asked" to "running": approval, then the plan made again and compared, then the journal, then the first step. */
  private async authorise(run: LiveRun, kept: KeptPlan): Promise<Failure | null> {
    const { plan, demand } = kept;
    const request: ApprovalRequest = { id: run.id, plan, demand, workspace: this.ports.workspace.get().settings.name, drill: this.ports.drill };
    const refused = demand.kind === 'press' ? null : await askPerson(this.ports.approver, request);
    if (run.state === 'ended') return run.refused;
    const error = refused ?? (await this.start(run, kept));
    if (error !== null) await this.refuse(run, error);
    return error;
  }

  private async start(run: LiveRun, kept: KeptPlan): Promise<Failure | null> {
    const approved = await this.record.approved(run, kept.demand.kind);
    if (!approved.ok) return approved.error;
    // SECURITY: law 4. The files and hosts are read again; one byte that changed since it was shown ends it here.
    const again = await kept.remake();
    if (again.plan?.hash !== run.subject.plan.hash) return { code: 'plan-changed', values: { hash: run.subject.plan.hash } };
    const against = objection(this.ports.actor, this.ports.workspace.get(), kept.plan.plan, run.subject.reason);
    if (against !== null) return against;
    const started = await this.record.started(run);
    if (!started.ok) return started.error;
    if (run.state === 'ended') return run.refused;
    run.state = 'running';
    this.driver.advance(run);
    return null;
  }

  private async refuse(run: LiveRun, error: Failure): Promise<void> {
    if (run.state === 'ended') return;
    run.refused = error;
    run.held = error;
    run.state = 'ended';
    run.endedAt = this.ports.clock.now();
    this.pusher.changed(run);
    await this.record.refused(run.id, run.subject.plan.hash, run.subject.plan.plan.runbook.title, error, run.subject.caseId);
  }

  /** Newest first. */
  list(): RunRow[] {
    const live = [...this.runs.values()].map((run) => run.row());
    const past = [...this.past.values()].filter(({ row }) => !this.runs.has(row.id)).map(({ row }) => row);
    return [...live, ...past].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1));
  }

  /** When a runbook ran last on this device, for the list of runbooks. */
  lastRun(path: string): { at: number; outcome: string } | null {
    const rows = this.list().filter(({ id }) => (this.runs.get(id)?.subject.plan.plan.runbook.path ?? this.past.get(id)?.runbook) === path);
    const [row] = rows;
    return row === undefined ? null : { at: row.startedAt, outcome: outcomeWord(row.outcome) };
  }

  counts(): { running: number; held: number } {
    const states = [...this.runs.values()].map(({ state }) => state);
    return { running: states.filter((state) => state === 'running' || state === 'stopping').length, held: states.filter((state) => state === 'held' || state === 'waiting-approval').length };
  }

  async detail(id: string): Promise<Result<Run>> {
    const run = await this.find(id);
    return run.ok ? ok(run.value.snapshot()) : run;
  }

  async stop(id: string, how: 'now' | 'after-batch'): Promise<Result<void>> {
    const run = await this.allowed(id);
    if (!run.ok) return run;
    const live = run.value;
    if (live.state === 'ended') return fail('run-over', { run: id });
    this.record.stopping(live, how);
    if (live.state === 'waiting-approval') {
      await this.refuse(live, { code: 'run-stopped', values: {} });
      return ok(undefined);
    }
    live.stopping = live.stopping === 'now' ? 'now' : how;
    if (live.stopping === 'now') this.driver.stopNow(live);
    else this.driver.keeper.dropAll(live);
    this.driver.advance(live);
    return ok(undefined);
  }

  /** Asks the server what became of a step; the answer comes as a change of the run. */
  async look(id: string, slot: Slot): Promise<Result<void>> {
    const found = await this.cell(id, slot);
    if (!found.ok) return found;
    const { run, cell } = found.value;
    const open = cell.outcome.kind === 'unknown' || cell.outcome.kind === 'interrupted' || cell.outcome.kind === 'timed-out';
    if (!open || run.knownOf(slot, cell.attempt) === undefined) return fail('look-not-needed', { host: slot.host });
    this.driver.keeper.watch(run, slot, cell.attempt, true);
    return ok(undefined);
  }

  /** Takes a person's decision about a cell that holds the run up: recorded first, then carried out. */
  async decide(id: string, slot: Slot, decision: Decision, reason: string): Promise<Result<void>> {
    const found = await this.cell(id, slot);
    if (!found.ok) return found;
    const { run } = found.value;
    // Read again here: between an answer and its `await` another decision may have been carried out.
    const cell = run.cell(slot) ?? found.value.cell;
    // One decision at a time: a second one would be written down and then not be what happened.
    const busy = run.deciding.has(slotKey(slot.position, slot.host, cell.attempt));
    if (busy || !possible(run, slot, cell, decision)) return fail('decision-not-possible', { decision, outcome: outcomeWord(cell.outcome) });
    if (decision === 'retry') {
      const changed = this.targetsChanged(run);
      if (changed !== null) return changed;
    }
    const key = slotKey(slot.position, slot.host, cell.attempt);
    run.deciding.add(key);
    const written = await this.record.decision(run, slot, cell.attempt, decision, reason);
    run.deciding.delete(key);
    if (!written.ok) {
      if (cell.outcome.kind === 'unknown') this.driver.keeper.watch(run, slot, cell.attempt, true);
      return written;
    }
    this.driver.keeper.drop(run, slot, cell.attempt);
    const now = this.ports.clock.now();
    run.change(slot, (each) => decided(each, { decision, reason }, now));
    const step = run.step(slot.position);
    const check = run.subject.plan.plan.steps.find(({ checks, order }) => checks === step?.name && order === 'forward');
    if (decision === 'retry' && check !== undefined) run.change({ position: check.position, host: slot.host }, reopened);
    if (run.state === 'ended') {
      run.state = 'running';
      run.endedAt = null;
      run.stopping = null;
    }
    this.driver.advance(run);
    return ok(undefined);
  }

  /** Goes on with a run that was held by a restart or by a journal that could not be written. */
  async resume(id: string): Promise<Result<void>> {
    const run = await this.allowed(id);
    if (!run.ok) return run;
    const live = run.value;
    if (live.state === 'ended') return fail('run-over', { run: id });
    if (live.paused === null) return fail('run-not-held', { run: id });
    const changed = this.targetsChanged(live);
    if (changed !== null) return changed;
    const resumed = await this.record.resumed(live);
    if (!resumed.ok) return resumed;
    if (await this.driver.save(live)) live.paused = null;
    this.driver.advance(live);
    return ok(undefined);
  }

  /** Plans taking one step back; nothing happens until that plan is requested like any other. */
  async rollback(id: string, position: number, hosts: readonly string[]): Promise<Result<{ plan: HashedPlan; demand: ApprovalDemand }>> {
    const run = await this.find(id);
    if (!run.ok) return run;
    const sent = hosts.filter((host) => (run.value.cell({ position, host })?.startedAt ?? null) !== null);
    return this.ports.desk.rollback(run.value.subject.plan.plan, position, sent);
  }

  /** A page of a step's output as it was received; it is hostile text. */
  async output(at: Slot & { readonly run: string; readonly attempt: number; readonly from: number; readonly max: number }): Promise<Result<{ text: string; next: number; size: number }>> {
    const found = await this.cell(at.run, at, false);
    if (!found.ok) return found;
    const transcript = claimPath({ run: found.value.run.id, target: at.host, position: at.position, attempt: at.attempt });
    const { text, nextByte, size } = await this.ports.ssh.output(transcript, at.from, at.max);
    return ok({ text, next: nextByte, size });
  }

  /**
   * At start-up: rebuilds from the journal what was going on. A step that was sent and has no outcome is unknown and is
   * looked up; what was not sent waits for a person. Nothing is sent by this.
   */
  async recover(): Promise<void> {
    this.past = await readHistory(this.ports.journal);
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

  /** Resolves when nothing is under way; for tests and for quitting. */
  idle(): Promise<void> {
    return this.driver.idle();
  }

  /** Stops looking after lines; what runs at servers goes on there and is found again at the next start. */
  close(): void {
    this.driver.keeper.close();
    this.pusher.close();
  }

  /** A live run, or a past one brought back from the journal and the shelf. */
  private async find(id: string): Promise<Result<LiveRun>> {
    const live = this.runs.get(id);
    if (live !== undefined) return ok(live);
    const past = this.past.get(id);
    if (past === undefined) return fail('run-not-found', { run: id });
    const plan = await this.ports.shelf.get(past.row.planHash);
    if (!plan.ok) return plan;
    const { steps, known } = rebuildRun(plan.value.plan, await readLog(this.ports.journal, id));
    const again = this.runs.get(id);
    if (again !== undefined) return ok(again);
    const { by, caseId, startedAt, endedAt } = past.row;
    const run = new LiveRun({ id, plan: plan.value, by, reason: past.reason, caseId, startedAt });
    run.steps = steps;
    for (const [key, record] of known) run.known.set(key, record);
    this.runs.set(id, run);
    if (past.open) this.revive(run);
    else {
      run.state = 'ended';
      run.endedAt = endedAt;
      run.refused = past.refused;
      run.held = past.refused;
    }
    return ok(run);
  }

  private revive(run: LiveRun): void {
    const cells = run.cells();
    run.state = 'held';
    if (cells.some(({ cell }) => standing(cell) === 'waiting')) run.paused = { code: 'run-interrupted', values: {} };
    this.driver.advance(run);
    for (const { slot, cell } of cells) if (cell.outcome.kind === 'unknown') this.driver.keeper.watch(run, slot, cell.attempt, true);
  }

  private async allowed(id: string): Promise<Result<LiveRun>> {
    const me = this.ports.actor.me();
    return this.ports.actor.may('run') ? this.find(id) : fail('run-not-allowed', { who: me.name });
  }

  private async cell(id: string, slot: Slot, acts = true): Promise<Result<{ run: LiveRun; cell: Cell }>> {
    const run = acts ? await this.allowed(id) : await this.find(id);
    if (!run.ok) return run;
    const cell = run.value.cell(slot);
    return cell === undefined ? fail('cell-not-found', { position: slot.position, host: slot.host }) : ok({ run: run.value, cell });
  }

  /** A plan's hosts are frozen: where the inventory says something else by now, nothing more is sent under this plan. */
  private targetsChanged(run: LiveRun): { ok: false; error: Failure } | null {
    const { plan, hash } = run.subject.plan;
    const { targets, jumps } = freezeTargets(plan.targets.map(({ name }) => name), this.ports.workspace.get().hosts, this.ports.defaultUser);
    const same = canonicalJson({ targets, jumps }) === canonicalJson({ targets: plan.targets, jumps: plan.jumps });
    return same ? null : fail('plan-changed', { hash });
  }
}

function possible(run: LiveRun, slot: Slot, cell: Cell, decision: Decision): boolean {
  if (run.stopping !== null && run.state !== 'ended') return false;
  if (decision === 'manual-done' || decision === 'manual-failed') {
    const hold = nextWork(run.subject.plan.plan, run.steps).hold;
    return hold?.code === 'run-held-manual' && hold.values['step'] === run.step(slot.position)?.name && standing(cell) === 'waiting';
  }
  if (standing(cell) !== 'bad') return false;
  return decision === 'skip' || cell.attempt < mostAttempts;
}
