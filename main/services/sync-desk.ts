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
import type { Doubt, TeamJournals } from '../ports/team-journals';

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
  /** Doubts that a remote's copy raised; what lies on the disk raises its own. */
  private readonly contradictions = new Map<string, Doubt>();
  private readonly named = new Set<string>();
  /** Remotes that the journal calls lost. */
  private readonly down = new Set<string>();
  /** When each doubt was first met here. */
  private readonly since = new Map<string, number>();
  private readonly plans = new Set<string>();
  private readonly changed = createSignal();
  private readonly stops: Cancel[] = [];
  /** The team's journals cannot be read from this disk. */
  private unread: { readonly since: number; readonly problem: Failure } | null = null;
  private tidiedAt = -Infinity;
  private round: Promise<void> | null = null;
  private planned: Cancel | null = null;

  constructor(private readonly ports: SyncDeskPorts) {}

  /** Takes up what is known, and goes on by itself from here. */
  async start(): Promise<void> {
    const { journal, schedule } = this.ports;
    await journal.replay(({ code, data }) => {
      this.learn(code, data);
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
      schedule.every(every, () => void this.run()),
      schedule.every(hurriedEvery, () => {
        if (this.ports.hurried?.() === true) void this.run();
      }),
    );
    for (const { id } of this.remotes()) this.states.set(id, { ...untried, succeededAt: await this.ports.sync.lastSuccess(id) });
    this.plan();
  }

  /** Syncs now, with every remote. */
  async now(): Promise<Result<GitView>> {
    if (this.remotes().length === 0) return fail('sync-no-remote', {});
    // A round that is under way may have begun before what the person wants out.
    await this.round;
    await this.run();
    return ok(this.view());
  }

  view(): GitView {
    const remotes = this.remotes().map(({ id, url }) => ({ id, url, ...(this.states.get(id) ?? untried) }));
    return { remotes, syncing: this.round !== null, unwitnessed: this.ports.team.unwitnessed(), doubts: this.doubts() };
  }

  /** What must be said on every screen: a history that is not what it was, and a journal that nobody has seen for a day. */
  blind(): Blind[] {
    const { clock, team } = this.ports;
    const unread = this.unread === null ? [] : [{ id: 'journals-unread', kind: 'team' as const, name: 'journal', ...this.unread }];
    const doubts = this.doubts().map(({ writer, seq, kind, why }) => ({ id: `doubt-${writer}`, kind: 'team' as const, name: writer, since: this.since.get(writer) ?? clock.now(), problem: failure('sync-doubt', { writer, seq, kind, why }) }));
    const open = this.remotes().length === 0 ? null : team.unwitnessed();
    if (open === null || clock.now() - open.since < unwitnessedAlarm) return [...unread, ...doubts];
    const hours = Math.floor((clock.now() - open.since) / 3_600_000);
    return [...unread, ...doubts, { id: 'unwitnessed', kind: 'team', name: 'journal', since: open.since, problem: failure('journal-unwitnessed', { entries: open.entries, hours }) }];
  }

  onChanged(listener: () => void): Cancel {
    return this.changed.on(listener);
  }

  async close(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    this.planned?.();
    this.changed.clear();
    await this.round;
  }

  private remotes(): readonly Remote[] {
    return this.ports.workspace.get().settings.sync.remotes;
  }

  private doubts(): Doubt[] {
    const found = new Map([...this.ports.team.doubts(), ...this.contradictions.values()].map((doubt) => [doubt.writer, doubt]));
    return [...found.values()];
  }

  private plan(): void {
    if (this.remotes().length === 0) return;
    this.planned ??= this.ports.schedule.after(soon, () => {
      this.planned = null;
      void this.run();
    });
  }

  /** One round at a time; whoever asks during one gets that one. Never throws: nobody waits for most rounds. */
  private run(): Promise<void> {
    this.round ??= (this.remotes().length === 0 ? this.look() : this.exchange())
      .catch((cause: unknown) => {
        for (const { id } of this.remotes()) this.fell(id, failure('sync-remote-down', { remote: id, why: causeText(cause) }));
      })
      .finally(() => {
        this.round = null;
        this.tell();
      });
    return this.round;
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
  private async exchange(): Promise<void> {
    const { sync } = this.ports;
    this.tell();
    const remotes = this.remotes();
    await this.look();
    const fetched = await Promise.all(remotes.map(async (remote) => ({ remote, offers: await attempt(remote.id, () => sync.fetch(remote)) })));
    const reached: { readonly remote: Remote; readonly taken: Result<void> }[] = [];
    for (const { remote, offers } of fetched) {
      if (offers.ok) reached.push({ remote, taken: await this.takeAll(remote, offers.value) });
      else await this.lost(remote, offers.error);
    }
    await this.witness();
    await this.nameDoubts(null);
    const prepared = this.ports.shares() ? await attempt('git', () => this.publish()) : ok(undefined);
    await Promise.all(reached.map(({ remote, taken }) => this.pushTo(remote, prepared, taken)));
    if (this.ports.clock.mono() - this.tidiedAt < tidyEvery) return;
    this.tidiedAt = this.ports.clock.mono();
    // A repository that could not be packed says nothing of the remotes.
    await attempt('git', async () => ok(await sync.tidy()));
  }

  /** Takes what a remote offers. What could not be taken is offered again in the next round. */
  private async takeAll(remote: Remote, offers: readonly OfferedJournal[]): Promise<Result<void>> {
    let all: Result<void> = ok(undefined);
    for (const offer of offers) {
      const taken = await attempt(remote.id, () => this.take(remote, offer), `${offer.writer}: `);
      if (all.ok) all = taken;
    }
    return all.ok ? attempt(remote.id, () => this.ports.sync.settle(remote).then(ok)) : all;
  }

  private async take(remote: Remote, offer: OfferedJournal): Promise<Result<void>> {
    const { team, journal } = this.ports;
    const outcome = await team.offer(offer.writer, offer.segments);
    if (outcome.kind === 'stranger') return ok(undefined);
    if (outcome.kind === 'healed') await journal.append('JOURNAL-HEALED', { writer: offer.writer, seq: outcome.seq, aside: outcome.aside });
    if (outcome.kind === 'doubt') await this.doubt(outcome.doubt, remote);
    // A remote that had more before than it has now was set back, by whoever may write to it.
    else if (offer.rewound && outcome.kind === 'behind') {
      await this.doubt({ writer: offer.writer, seq: entriesIn(offer) + 1, kind: 'cut', why: `${remote.id} was set back, it had more of it before; the copy here is whole` }, remote);
    }
    if (offer.writer !== journal.status().writer) await this.takePlans(offer);
    return ok(undefined);
  }

  /** Plans come along so that an approver can read them; only whole ones, and only such as were not here. */
  private async takePlans({ plans }: OfferedJournal): Promise<void> {
    for (const [hash, bytes] of plans) {
      if (!(await this.ports.shelf.get(hash)).ok) await this.ports.shelf.adopt(hash, bytes);
    }
  }

  private async doubt(doubt: Doubt, remote: Remote): Promise<void> {
    this.contradictions.set(doubt.writer, doubt);
    await this.nameDoubts(remote.id);
  }

  /** Each doubt is an entry once: the alarm is on the screen as long as it stands. */
  private async nameDoubts(remote: string | null): Promise<void> {
    for (const { writer, seq, kind, why } of this.doubts()) {
      const mark = `${writer} ${String(seq)} ${kind}`;
      if (!this.since.has(writer)) this.since.set(writer, this.ports.clock.now());
      if (this.named.has(mark)) continue;
      const written = await this.ports.journal.append('JOURNAL-DOUBT', { writer, seq, kind, why, remote });
      if (written.ok) this.named.add(mark);
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

  private async pushTo(remote: Remote, prepared: Result<void>, taken: Result<void>): Promise<void> {
    const { sync, journal, shares } = this.ports;
    const pushed = prepared.ok && shares() ? await attempt(remote.id, () => sync.push(remote, journal.status().writer)) : prepared;
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
    const { plan, remote, writer, seq, kind } = data;
    if (code === 'SYNC-LOST') this.down.add(String(remote));
    if (code === 'SYNC-BACK') this.down.delete(String(remote));
    if (code === 'APPROVAL-ASK' && typeof plan === 'string') this.plans.add(plan);
    if (code === 'JOURNAL-DOUBT') this.named.add(`${String(writer)} ${String(seq)} ${String(kind)}`);
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
