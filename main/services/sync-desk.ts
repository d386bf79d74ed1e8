import { causeText } from '../../core/cause-text';
import { failure, fail, ok, type Failure, type Result } from '../../core/errors';
import type { Blind } from '../../core/ipc/frame';
import { unwitnessedAlarm } from '../../core/journal/unwitnessed';
import { createSignal } from '../../core/signal';
import type { Remote } from '../../core/sync/remote';
import type { RemoteView, SyncView } from '../../core/sync/sync';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { PlanShelf } from '../ports/plan-shelf';
import type { Cancel, Schedule } from '../ports/schedule';
import type { OfferedJournal, Sync } from '../ports/sync';
import type { TeamJournals } from '../ports/team-journals';
import { RemoteDoubts } from './sync/remote-doubts';

export interface SyncDeskPorts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly team: TeamJournals;
  readonly sync: Sync;
  readonly shelf: PlanShelf;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Whether this device writes a journal that others may have: a session key's is nobody's. */
  readonly shares: () => boolean;
  /** Somebody is being looked for: what the others did is asked for more often. */
  readonly hurried?: () => boolean;
}

/** The rhythm of syncing, ms. What others wait for goes out at once. */
const every = 60_000;
const hurriedEvery = 10_000;
const soon = 1_000;
/** What is left of a round when the console closes, ms: a remote that hangs must not hold it up. */
const leaving = 1_500;
/** How often it is looked whether the repository wants packing, ms. */
const tidyEvery = 3_600_000;

/** Entries that somebody else waits for. */
const urgent: ReadonlySet<string> = new Set(['ALERT-ACK', 'APPROVE', 'APPROVAL-ASK', 'ESCALATION-TRY', 'ESCALATION-RUNG', 'ESCALATION-ACK', 'ESCALATION-END']);

/** How the journals travel by git; what is heard at once stands beside it. */
type GitView = Omit<SyncView, 'live'>;

interface RemoteState {
  readonly state: RemoteView['state'];
  readonly succeededAt: number | null;
  readonly problem: Failure | null;
}

const untried: RemoteState = { state: 'unknown', succeededAt: null, problem: null };

/** Journals travel, in the background and on demand; what others hold is compared, and their heads are written down. */
export class SyncDesk {
  private readonly states = new Map<string, RemoteState>();
  private readonly doubts: RemoteDoubts;
  /** Remotes that the journal calls lost. */
  private readonly down = new Set<string>();
  private readonly plans = new Set<string>();
  private readonly changed = createSignal();
  private readonly stops: Cancel[] = [];
  /** The team's journals cannot be read from this disk. */
  private unread: { readonly since: number; readonly problem: Failure } | null = null;
  private tidiedAt = -Infinity;
  /** Rounds under way, by remote: none waits for another one. */
  private readonly rounds = new Map<string, Promise<void>>();
  /** How far this device's journal was pushed to each remote that took it. */
  private readonly pushedTo = new Map<string, number>();
  /** Remotes in whose round something came that others wait for: they get another one at once. */
  private readonly again = new Set<string>();
  /** What the rounds do with the journals and the repository here is done one after the other. */
  private turn: Promise<unknown> = Promise.resolve();
  private planned: Cancel | null = null;
  private isClosed = false;

  constructor(private readonly ports: SyncDeskPorts) {
    const { journal, clock, team } = ports;
    this.doubts = new RemoteDoubts({ journal, clock, onDisk: () => team.doubts(), remotes: () => this.remotes().map(({ id }) => id) });
  }

  /** Takes up what is known, and goes on by itself from here. */
  async start(): Promise<void> {
    const { journal, schedule } = this.ports;
    await journal.replay((entry) => {
      this.learn(entry.code, entry.data);
      this.doubts.recall(entry);
    });
    // Journals of years are read in the background; whoever needs them waits for this very reading.
    void this.look().then(() => {
      this.tell();
    });
    this.stops.push(
      journal.onAppend(({ code, data }) => {
        this.learn(code, data);
        if (urgent.has(code)) this.plan();
      }),
      schedule.every(every, () => {
        this.run();
      }),
      schedule.every(hurriedEvery, () => {
        if (this.ports.hurried?.() === true) this.run();
      }),
    );
    for (const { id } of this.remotes()) this.states.set(id, { ...untried, succeededAt: await this.ports.sync.lastSuccess(id) });
    this.plan();
  }

  /** Syncs now, with every remote. */
  async now(): Promise<Result<GitView>> {
    if (this.remotes().length === 0) return fail('sync-no-remote', {});
    // A round that is under way may have begun before what the person wants out.
    await Promise.all(this.remotes().map((remote) => Promise.resolve(this.rounds.get(remote.id)).then(() => this.roundOf(remote))));
    // What was written about one remote's copies after another one's round goes out, too.
    const { seq } = this.ports.journal.status();
    await Promise.all(this.remotes().filter(({ id }) => (this.pushedTo.get(id) ?? seq) < seq).map((remote) => this.roundOf(remote)));
    return ok(this.view());
  }

  view(): GitView {
    const remotes = this.remotes().map(({ id, url }) => ({ id, url, ...(this.states.get(id) ?? untried) }));
    const doubts = this.doubts.all().map(({ since: _since, ...doubt }) => doubt);
    return { remotes, syncing: this.rounds.size > 0, unwitnessed: this.ports.team.unwitnessed(), doubts };
  }

  /** What must be said on every screen: a history that is not what it was, and a journal that nobody has seen for a day. */
  blind(): Blind[] {
    const { clock, team } = this.ports;
    const unread = this.unread === null ? [] : [{ id: 'journals-unread', kind: 'team' as const, name: 'journal', ...this.unread }];
    const doubts = this.doubts.all().map(({ writer, seq, kind, why, since }) => ({ id: `doubt-${writer}`, kind: 'team' as const, name: writer, since, problem: failure('sync-doubt', { writer, seq, kind, why }) }));
    const open = this.remotes().length === 0 ? null : team.unwitnessed();
    if (open === null || clock.now() - open.since < unwitnessedAlarm) return [...unread, ...doubts];
    const hours = Math.floor((clock.now() - open.since) / 3_600_000);
    return [...unread, ...doubts, { id: 'unwitnessed', kind: 'team', name: 'journal', since: open.since, problem: failure('journal-unwitnessed', { entries: open.entries, hours }) }];
  }

  onChanged(listener: () => void): Cancel {
    return this.changed.on(listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const stop of this.stops.splice(0)) stop();
    this.planned?.();
    this.changed.clear();
    await new Promise<void>((resolve) => {
      const cancel = this.ports.schedule.after(leaving, resolve);
      void Promise.all(this.rounds.values()).then(() => {
        cancel();
        resolve();
      });
    });
    this.ports.sync.hangUp();
    // What is being written here is written to its end.
    await this.turn;
  }

  private remotes(): readonly Remote[] {
    return this.ports.workspace.get().settings.sync.remotes;
  }

  private plan(): void {
    if (this.remotes().length === 0) return;
    this.planned ??= this.ports.schedule.after(soon, () => {
      this.planned = null;
      for (const { id } of this.remotes()) if (this.rounds.has(id)) this.again.add(id);
      this.run();
    });
  }

  private run(): void {
    const remotes = this.remotes();
    for (const remote of remotes) void this.roundOf(remote);
    if (remotes.length > 0) return;
    void this.look().then(() => {
      this.tell();
    });
  }

  /** One round with a remote at a time; whoever asks during one gets that one. Never throws: nobody waits for most rounds. */
  private roundOf(remote: Remote): Promise<void> {
    const under = this.rounds.get(remote.id);
    if (under !== undefined) return under;
    const round = this.exchange(remote)
      .catch((cause: unknown) => {
        this.fell(remote.id, failure('sync-remote-down', { remote: remote.id, why: causeText(cause) }));
      })
      .finally(() => {
        this.rounds.delete(remote.id);
        this.tell();
        if (this.again.delete(remote.id) && !this.isClosed) void this.roundOf(remote);
      });
    this.rounds.set(remote.id, round);
    return round;
  }

  private inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(act);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** Reads what lies on the disk. Where it cannot be read, approvals and the acts of others stay away, and a banner says so. */
  private async look(): Promise<void> {
    try {
      await this.ports.team.refresh();
      this.unread = null;
    } catch (cause) {
      this.unread = { since: this.unread?.since ?? this.ports.clock.now(), problem: failure('journals-unread', { why: causeText(cause) }) };
    }
  }

  /** Whatever breaks in a round (a full disk, above all) breaks for one journal or one remote: the others, and our own, go on. */
  private async exchange(remote: Remote): Promise<void> {
    const { sync } = this.ports;
    this.tell();
    await this.inTurn(() => this.look());
    const offers = await attempt(remote.id, () => sync.fetch(remote, (writer) => this.isListed(writer)));
    if (this.isClosed) return;
    const [taken, prepared, seq] = await this.inTurn(async () => {
      const taken = await this.takeAll(remote, offers.ok ? offers.value : []);
      const prepared = await this.prepare();
      return [taken, prepared, this.ports.journal.status().seq] as const;
    });
    if (offers.ok) await this.pushTo(remote, prepared, taken, seq);
    else await this.lost(remote, offers.error);
    if (this.ports.clock.mono() - this.tidiedAt < tidyEvery) return;
    this.tidiedAt = this.ports.clock.mono();
    // A repository that could not be packed says nothing of the remotes.
    await attempt('git', async () => ok(await sync.tidy()));
  }

  /** SECURITY: what stands under a name that team.yaml does not list is not even read; once it does, it is there. */
  private isListed(writer: string): boolean {
    const { journal, workspace } = this.ports;
    return writer === journal.status().writer || workspace.get().people.some(({ id, devices }) => devices.some((device) => writer === `${id}.${device.id}`));
  }

  /** Takes what a remote offers. What could not be taken, and what is in doubt, is offered again in the next round. */
  private async takeAll(remote: Remote, offers: readonly OfferedJournal[]): Promise<Result<void>> {
    let all: Result<void> = ok(undefined);
    const dealt: OfferedJournal[] = [];
    for (const offer of offers) {
      const taken = await attempt(remote.id, () => this.take(remote, offer), `${offer.writer}: `);
      if (taken.ok && taken.value) dealt.push(offer);
      if (all.ok && !taken.ok) all = taken;
    }
    const settled = dealt.length === 0 ? all : await attempt(remote.id, async () => ok(await this.ports.sync.settle(remote, dealt)));
    return all.ok ? settled : all;
  }

  /** Takes one; whether it was dealt with. */
  private async take(remote: Remote, offer: OfferedJournal): Promise<Result<boolean>> {
    const { team, journal } = this.ports;
    const { writer } = offer;
    const outcome = await team.offer(writer, offer.segments);
    if (outcome.kind === 'stranger') return ok(false);
    if (outcome.kind === 'healed') await journal.append('JOURNAL-HEALED', { writer, seq: outcome.seq, aside: outcome.aside });
    let isDealt = true;
    if (outcome.kind === 'doubt') {
      this.doubts.raise(remote.id, outcome.doubt);
      isDealt = !this.doubts.isLasting(outcome.doubt);
    } else if (offer.rewound && outcome.kind === 'behind') {
      // A remote that had more before than it has now was set back, by whoever may write to it.
      this.doubts.raise(remote.id, { writer, seq: entriesIn(offer) + 1, kind: 'cut', why: `${remote.id} was set back, it had more of it before; the copy here is whole` });
    } else isDealt = await this.doubts.agree(remote.id, writer);
    await this.doubts.name();
    if (writer !== journal.status().writer) await this.takePlans(offer);
    return ok(isDealt);
  }

  /** Plans come along so that an approver can read them; only whole ones, and only such as were not here. */
  private async takePlans({ plans }: OfferedJournal): Promise<void> {
    for (const [hash, bytes] of plans) {
      if (!(await this.ports.shelf.get(hash)).ok) await this.ports.shelf.adopt(hash, bytes);
    }
  }

  /**
   * From here on, whoever rewrites what was seen collides with these entries. A journal in doubt is witnessed like any
   * other, as far as it holds: of two histories, the one that came here is what the others must hear of.
   */
  private async witness(): Promise<void> {
    for (const { writer, seq, hash } of this.ports.team.toWitness()) await this.ports.journal.append('WITNESS', { writer, seq, hash });
    await this.look();
  }

  /** What is to be said of what was taken, and then everything of ours, is ready to be pushed. */
  private async prepare(): Promise<Result<void>> {
    await this.witness();
    await this.doubts.name();
    return this.ports.shares() ? attempt('git', () => this.publish()) : ok(undefined);
  }

  private async publish(): Promise<Result<void>> {
    const { journal, team, sync, shelf, clock } = this.ports;
    const { writer, seq } = journal.status();
    const files = new Map<string, Uint8Array>();
    for (const [name, bytes] of await team.ownSegments(seq)) files.set(`journal/${writer}/${name}`, bytes);
    for (const hash of this.plans) {
      const bytes = await shelf.bytes(hash);
      if (bytes !== null) files.set(`plans/${hash}.json`, bytes);
    }
    return sync.commit(writer, files, clock.now());
  }

  private async pushTo(remote: Remote, prepared: Result<void>, taken: Result<void>, seq: number): Promise<void> {
    const { sync, journal, shares } = this.ports;
    const pushed = prepared.ok && shares() ? await attempt(remote.id, () => sync.push(remote, journal.status().writer)) : prepared;
    if (this.isClosed) return;
    if (pushed.ok) this.pushedTo.set(remote.id, seq);
    const problem = [pushed, taken].find((each) => !each.ok);
    if (problem === undefined || problem.ok) await this.reached(remote);
    else await this.lost(remote, problem.error);
  }

  private async reached({ id }: Remote): Promise<void> {
    const now = this.ports.clock.now();
    this.states.set(id, { state: 'up', succeededAt: now, problem: null });
    await this.ports.sync.rememberSuccess(id, now);
    if (this.down.has(id)) await this.ports.journal.append('SYNC-BACK', { remote: id });
  }

  private async lost({ id }: Remote, problem: Failure): Promise<void> {
    this.fell(id, problem);
    if (!this.down.has(id)) await this.ports.journal.append('SYNC-LOST', { remote: id, why: String(problem.values['why'] ?? problem.code) });
  }

  private fell(id: string, problem: Failure): void {
    this.states.set(id, { state: 'down', succeededAt: this.states.get(id)?.succeededAt ?? null, problem });
  }

  private learn(code: string, data: Readonly<Record<string, unknown>>): void {
    const { plan, remote } = data;
    if (code === 'SYNC-LOST') this.down.add(String(remote));
    if (code === 'SYNC-BACK') this.down.delete(String(remote));
    if (code === 'APPROVAL-ASK' && typeof plan === 'string') this.plans.add(plan);
  }

  private tell(): void {
    this.changed.emit();
  }
}

/** What is thrown on the way is why the remote did not sync. */
async function attempt<T>(remote: string, work: () => Promise<Result<T>>, about = ''): Promise<Result<T>> {
  try {
    return await work();
  } catch (cause) {
    return fail('sync-remote-down', { remote, why: `${about}${causeText(cause)}` });
  }
}

function entriesIn({ segments }: OfferedJournal): number {
  let lines = 0;
  for (const bytes of segments.values()) for (const byte of bytes) if (byte === 0x0a) lines += 1;
  return lines;
}
