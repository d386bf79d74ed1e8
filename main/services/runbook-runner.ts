import type { HeldApproval, SecondPerson } from '../../core/approval/approval';
import { fail, failure, ok, type Failure, type Result } from '../../core/errors';
import { canonicalJson } from '../../core/journal/canonical';
import { standing } from '../../core/run/cells';
import { claimPath } from '../../core/run/claim';
import { nextWork, type Slot } from '../../core/run/next-work';
import { reopenedAfterStop } from '../../core/run/rebuild-run';
import type { Cell, Decision, Run, RunRow } from '../../core/run/run';
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
import { RunArchive } from './run/run-archive';
import { RunDecisions } from './run/run-decisions';
import { RunDriver } from './run/run-driver';
import { RunRecord } from './run/run-record';
import type { KeptPlan } from './run/kept-plan';
import type { RunbookDesk } from './runbook-desk';

/** Where a second person's approval is asked for and held; see ApprovalDesk. */
export interface SecondPeople {
  possible(): boolean;
  ask(hash: string): Promise<Result<SecondPerson>>;
  prove(hash: string, code: string): Promise<Result<HeldApproval>>;
  held(hash: string): HeldApproval | null;
  consume(hash: string): HeldApproval | null;
  onChanged(listener: (plan: string) => void): Cancel;
}

export interface RunbookRunnerPorts {
  readonly desk: RunbookDesk;
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly ssh: Ssh;
  readonly vault: Pick<Vault, 'get'>;
  readonly approver: Approver;
  readonly seconds: SecondPeople;
  readonly actor: Actor;
  readonly shelf: PlanShelf;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  /** Who to log in as where hosts.yaml does not say. */
  readonly defaultUser: string;
  readonly drill: boolean;
  /** Resolves once the hosts are as this machine's SSH configuration says them. */
  readonly settle: () => Promise<void>;
}

export interface RunRequest {
  readonly hash: string;
  readonly reason: string;
  readonly caseId: string | null;
  /** Holds before every step but the first. */
  readonly stepByStep?: boolean | undefined;
}

/** The button of Run, pressed in a terminal that showed the plan: it belongs to the one request it comes with. */
interface Press {
  readonly typed: string;
}

/** A second click within this time, in milliseconds, is the same click. */
const doubleClick = 2_000;

/** Carries out plans that were shown: asks, records, sends, and finds out (laws 1 to 4). */
export class RunbookRunner {
  private readonly record: RunRecord;
  private readonly archive: RunArchive;
  private readonly decisions: RunDecisions;
  private readonly driver: RunDriver;
  private readonly pusher: Pusher;
  private last: { readonly hash: string; readonly at: number; readonly answer: Promise<Result<{ run: string }>> } | null = null;

  constructor(private readonly ports: RunbookRunnerPorts) {
    this.record = new RunRecord(ports.journal);
    this.pusher = new Pusher(ports.schedule);
    this.driver = new RunDriver(ports, this.record, (run) => this.pusher.changed(run));
    this.archive = new RunArchive(ports, this.record, (run) => this.revive(run));
    this.decisions = new RunDecisions(ports, this.record, this.driver, { objection: (run) => this.objection(run), targetsChanged: (run) => this.targetsChanged(run) });
  }

  /** Calls back with a run that changed, at most ten times a second for each. */
  onChanged(listener: (run: Run) => void): Cancel {
    return this.pusher.listen(listener);
  }

  /**
   * Asks for this very plan to be run. One that only reads begins at once; any other waits for a person's approval,
   * which `press` is where a terminal asked for it. A press is never kept: where this request asks nobody, it is gone.
   */
  request(request: RunRequest, press: Press | null = null): Promise<Result<{ run: string }>> {
    const now = this.ports.clock.mono();
    if (this.last !== null && this.last.hash === request.hash && now - this.last.at < doubleClick) return this.last.answer;
    const answer = this.begin(request, press);
    this.last = { hash: request.hash, at: now, answer };
    return answer;
  }

  private async begin({ hash, reason, caseId, stepByStep = false }: RunRequest, press: Press | null): Promise<Result<{ run: string }>> {
    const kept = this.ports.desk.shown(hash);
    if (kept === null) return fail('plan-not-known', { hash });
    const { title } = kept.plan.plan.runbook;
    const alone = needsTwo(kept.plan) && !this.ports.seconds.possible() ? failure('approval-nobody', {}) : null;
    const against = objection(this.ports.actor, this.ports.workspace.get(), kept.plan.plan, reason) ?? alone;
    if (against !== null) {
      await this.record.refused(null, hash, title, against, caseId);
      return { ok: false, error: against };
    }
    // The plan goes to the shelf while the question goes to the journal; both are there before anything is started.
    const shelving = this.ports.shelf.put(kept.plan);
    const me = this.ports.actor.me();
    const run = new LiveRun({ id: this.ports.ids.next(), plan: kept.plan, by: me.person ?? me.name, reason, caseId, startedAt: this.ports.clock.now(), drill: this.isDrill(kept.plan) });
    run.walk(stepByStep);
    const [shelved, asked] = await Promise.all([shelving, this.record.asked(run)]);
    if (!asked.ok) return asked;
    if (!shelved.ok) {
      await this.record.refused(run.id, hash, title, shelved.error, caseId);
      return shelved;
    }
    this.archive.add(run);
    this.pusher.changed(run);
    const authorised = this.authorise(run, kept, press);
    if (asksPerson(kept)) {
      this.driver.track(authorised.then(() => undefined));
      return ok({ run: run.id });
    }
    const refused = await authorised;
    return refused === null ? ok({ run: run.id }) : { ok: false, error: refused };
  }

  /** From "asked" to "running": approval, then the plan made again and compared, then the journal, then the first step. */
  private async authorise(run: LiveRun, kept: KeptPlan, press: Press | null): Promise<Failure | null> {
    const { plan, demand } = kept;
    const refused = asksPerson(kept) ? await this.ask(run.id, plan, demand, press) : null;
    if (run.state === 'ended') return run.refused;
    const error = refused ?? (await this.start(run, kept));
    if (error !== null) await this.refuse(run, error);
    return error;
  }

  private async ask(id: string, plan: HashedPlan, demand: ApprovalDemand, press: Press | null): Promise<Failure | null> {
    const compared = await this.ports.desk.compare(plan.hash);
    const changes = compared.ok ? compared.value : { lastRun: null, reviewed: null };
    const { seconds, workspace, drill } = this.ports;
    const second = needsTwo(plan) ? await seconds.ask(plan.hash) : ok(null);
    if (!second.ok) return second.error;
    const { hash } = plan;
    const approver = press === null ? this.ports.approver : { ask: () => Promise.resolve({ hash, typed: press.typed }) };
    return askPerson(approver, { id, plan, demand, changes, workspace: workspace.get().settings.name, drill, second: second.value }, {
      prove: (code) => seconds.prove(hash, code),
      held: () => seconds.held(hash),
      onHeld: (listener) =>
        seconds.onChanged((changed) => {
          const held = changed === hash ? seconds.held(hash) : null;
          if (held !== null) listener(held);
        }),
    });
  }

  private async start(run: LiveRun, kept: KeptPlan): Promise<Failure | null> {
    // SECURITY: law 4. The files and hosts are read again; one byte that changed since it was shown ends it here.
    const again = await kept.remake();
    // Whoever stops it meanwhile was told that nothing begins, and that is in the journal already.
    const isOver = (): boolean => run.state === 'ended';
    if (isOver()) return run.refused;
    const changed: Failure | null = again.plan?.hash === run.subject.plan.hash ? null : { code: 'plan-changed', values: { hash: run.subject.plan.hash } };
    const against = changed ?? this.objection(run);
    // SECURITY: taken here, in the turn that writes RUN-APPROVE, whatever a window or a terminal said before: one plan, one run.
    const second = needsTwo(run.subject.plan) && against === null ? this.ports.seconds.consume(run.subject.plan.hash) : null;
    if (needsTwo(run.subject.plan) && against === null && second === null) return failure('approval-not-held', {});
    // What is written in one turn shares one sync, in this order, or fails together.
    const [approved, started] = await Promise.all([this.record.approved(run, kept.demand.kind, second), against === null ? this.record.started(run) : null]);
    if (!approved.ok) return approved.error;
    if (against !== null) return against;
    if (started?.ok === false) return started.error;
    if (isOver()) return run.refused;
    run.authorised = true;
    run.state = 'running';
    // The text is kept only to compare later plans with; the plan itself is on the shelf already.
    this.driver.track(this.ports.desk.keepText(kept));
    this.driver.advance(run);
    return null;
  }

  /** A run that reaches nothing but practice hosts is practice. */
  private isDrill({ plan }: HashedPlan): boolean {
    return this.ports.drill || (plan.targets.length > 0 && plan.targets.every(({ danger }) => danger === 'lab'));
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
    return this.archive.list();
  }

  /** When a runbook ran last on this device, for the list of runbooks. */
  lastRun(path: string): { at: number; outcome: string } | null {
    return this.archive.lastRun(path);
  }

  counts(): { running: number; held: number } {
    return this.archive.counts();
  }

  async detail(id: string): Promise<Result<Run>> {
    const run = await this.archive.find(id);
    return run.ok ? ok(run.value.snapshot()) : run;
  }

  /** No further host begins; steps that had begun go on. Undone by `resume`. */
  async pause(id: string): Promise<Result<void>> {
    const run = await this.allowed(id);
    if (!run.ok) return run;
    const live = run.value;
    if (live.state === 'ended') return fail('run-over', { run: id });
    if (live.state === 'waiting-approval' || live.state === 'stopping') return fail('pause-not-possible', { state: live.state });
    if (live.paused !== null) return ok(undefined);
    this.record.paused(live);
    this.driver.pause(live, failure('run-paused', {}));
    return ok(undefined);
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
    if (!open || cell.recordless || run.knownOf(slot, cell.attempt) === undefined) return fail('look-not-needed', { host: slot.host });
    this.driver.keeper.watch(run, slot, cell.attempt, true);
    return ok(undefined);
  }

  /** Takes a person's decision about a cell that holds the run up. */
  async decide(id: string, slot: Slot, decision: Decision, reason: string): Promise<Result<void>> {
    const run = await this.allowed(id);
    return run.ok ? this.decisions.decide(run.value, slot, decision, reason) : run;
  }

  /** Tries a step again on every host where it ended badly for certain. */
  async retryFailed(id: string, position: number, reason: string): Promise<Result<{ hosts: string[] }>> {
    const run = await this.allowed(id);
    return run.ok ? this.decisions.retryFailed(run.value, position, reason) : run;
  }

  /**
   * Goes on: after a pause, a restart or a journal that could not be written; one step further where it goes step by
   * step; with what a stop left unsent. `stepByStep` says how from here on.
   */
  async resume(id: string, stepByStep?: boolean): Promise<Result<void>> {
    const run = await this.allowed(id);
    if (!run.ok) return run;
    const live = run.value;
    const against = (await this.targetsChanged(live)) ?? this.objection(live);
    const walks = live.gate !== null;
    const wanted = stepByStep ?? walks;
    const stopped = live.state === 'ended' && live.authorised && live.cells().some(({ cell }) => reopenedAfterStop(cell) !== cell);
    if (live.state === 'ended' && !stopped) return fail('run-over', { run: id });
    const waits = live.paused !== null || live.gated !== null || stopped || wanted !== walks;
    if (live.state === 'stopping' || live.state === 'waiting-approval' || !waits) return fail('run-not-held', { run: id });
    if (against !== null) return { ok: false, error: against };
    const pause = live.paused;
    const resumed = await this.record.resumed(live, wanted);
    if (!resumed.ok) return resumed;
    // Who paused anew while this was written down did not mean this resume.
    if ((await this.driver.save(live)) && live.paused === pause) live.paused = null;
    if (stopped && live.state === 'ended') {
      for (const { slot } of live.cells()) live.change(slot, reopenedAfterStop);
      live.reopen();
    }
    if (wanted !== walks) live.walk(wanted);
    else if (live.gate !== null) live.gate = Math.max(live.gate, nextWork(live.subject.plan.plan, live.steps, { gate: 0 }).gated ?? 0);
    this.driver.advance(live);
    return ok(undefined);
  }

  /** Plans taking one step back; nothing happens until that plan is requested like any other. */
  async rollback(id: string, position: number, hosts: readonly string[]): Promise<Result<{ plan: HashedPlan; demand: ApprovalDemand }>> {
    const run = await this.archive.find(id);
    if (!run.ok) return run;
    const sent = hosts.filter((host) => (run.value.cell({ position, host })?.startedAt ?? null) !== null);
    return this.ports.desk.rollback(run.value.subject.plan.plan, position, sent);
  }

  /** A page of a step's output as it was received; it is hostile text. */
  async output(at: Slot & { readonly run: string; readonly attempt: number; readonly from: number; readonly max: number }): Promise<Result<{ text: string; next: number; size: number; arrived: [number, number][] }>> {
    const found = await this.cell(at.run, at, false);
    if (!found.ok) return found;
    const transcript = claimPath({ run: found.value.run.id, target: at.host, position: at.position, attempt: at.attempt });
    const { text, nextByte, size, arrived = [] } = await this.ports.ssh.output(transcript, at.from, at.max);
    return ok({ text, next: nextByte, size, arrived: arrived.map(([offset, ms]) => [offset, ms]) });
  }

  /** At start-up: takes up what was going on. Nothing is sent by this. */
  recover(): Promise<void> {
    return this.archive.recover();
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

  private revive(run: LiveRun): void {
    const cells = run.cells();
    run.state = 'held';
    if (cells.some(({ cell }) => standing(cell) === 'waiting')) run.paused = { code: 'run-interrupted', values: {} };
    this.driver.advance(run);
    for (const { slot, cell } of cells) if (cell.outcome.kind === 'unknown' && !cell.recordless) this.driver.keeper.watch(run, slot, cell.attempt, true);
  }

  private async allowed(id: string): Promise<Result<LiveRun>> {
    const me = this.ports.actor.me();
    return this.ports.actor.may('run') ? this.archive.find(id) : fail('run-not-allowed', { who: me.name });
  }

  private async cell(id: string, slot: Slot, acts = true): Promise<Result<{ run: LiveRun; cell: Cell }>> {
    const run = acts ? await this.allowed(id) : await this.archive.find(id);
    if (!run.ok) return run;
    const cell = run.value.cell(slot);
    return cell === undefined ? fail('cell-not-found', { position: slot.position, host: slot.host }) : ok({ run: run.value, cell });
  }

  /** What role and policy say today to sending anything of a run, at its start and whenever a person lets it go on. */
  private objection({ subject }: LiveRun): Failure | null {
    return objection(this.ports.actor, this.ports.workspace.get(), subject.plan.plan, subject.reason);
  }

  /** A plan's hosts are frozen: where the inventory says something else by now, nothing more is sent under this plan. */
  private async targetsChanged(run: LiveRun): Promise<Failure | null> {
    // After a start the configuration may not have been asked yet, which is no change.
    await this.ports.settle();
    const { plan, hash } = run.subject.plan;
    const { targets, jumps } = freezeTargets(plan.targets.map(({ name }) => name), this.ports.workspace.get().hosts, this.ports.defaultUser);
    const same = canonicalJson({ targets, jumps }) === canonicalJson({ targets: plan.targets, jumps: plan.jumps });
    return same ? null : failure('plan-changed', { hash });
  }
}

function needsTwo({ plan }: HashedPlan): boolean {
  return plan.approval.people === 2;
}

/** What only reads begins at one press, unless the team wants a second person for it. */
function asksPerson({ plan, demand }: KeptPlan): boolean {
  return demand.kind !== 'press' || needsTwo(plan);
}
