import { causeText } from '../../core/cause-text';
import { fail, ok, type Result } from '../../core/errors';
import type { Blind } from '../../core/ipc/frame';
import { createSignal } from '../../core/signal';
import { samePoint, type StreamEntry, type StreamPoint, type StreamRecord, type StreamState } from '../../core/stream/stream';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';
import type { JournalFeed, StreamCursors, StreamTarget } from '../ports/stream-target';

/** Entries of one message, and bytes of their lines: what fits every kind of target. */
const batchEntries = 200;
const batchBytes = 1_000_000;

/** So many entries in a row that are refused each alone are a target that is out of order. */
const longestRefusal = 9;

/** How often it looks for what came, or tries again, ms: within the 90 s of law 8. */
const lookEvery = 30_000;

/** After an entry of this device, ms: what comes together goes together. */
const gather = 500;

interface Running {
  readonly entry: StreamEntry;
  readonly target: StreamTarget;
  readonly feed: JournalFeed;
  /** Read from the feed and not yet arrived, each writer's in order. */
  waiting: StreamRecord[];
  reach: ReadonlyMap<string, StreamPoint>;
  /** Whether the target, or the cursor, is to be asked how far it got. */
  ask: boolean;
  /** What the target said and was not yet compared with the journal, as it is read. */
  unproven: Map<string, StreamPoint>;
  /** A point at which the target holds another journal than ours: nothing is sent while it says so. */
  conflict: { readonly writer: string; readonly there: StreamPoint } | null;
  /** Whether the target cannot say how far it got. */
  remembers: boolean;
  /** Whether what this console remembers of it is not on the disk yet. */
  owesCursor: boolean;
  state: StreamState;
  lostAt: number;
}

interface StreamPorts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly cursors: StreamCursors;
  readonly open: (entry: StreamEntry) => { readonly target: StreamTarget; readonly feed: JournalFeed };
}

/** Sends the journal to where breakglass.yaml says, each entry once by operator, device and number. Nothing waits for it. */
export class StreamDesk {
  readonly #changed = createSignal<void>();
  #running: Running[] = [];
  #stops: Cancel[] = [];
  #soon: Cancel | null = null;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(private readonly ports: StreamPorts) {}

  start(): void {
    const { workspace, journal, schedule } = this.ports;
    this.#take(workspace.get().settings.streams);
    this.#stops = [
      workspace.onChanged(({ settings }) => {
        this.#take(settings.streams);
      }),
      journal.onAppend(() => {
        if (this.#running.length > 0) this.#soon ??= schedule.after(gather, () => void this.look());
      }),
      schedule.every(lookEvery, () => void this.look()),
    ];
    void this.look();
  }

  list(): readonly StreamState[] {
    return this.#running.map(({ state }) => state);
  }

  /** Sends what there is now, and says how each stream stands. */
  async now(only: string | null): Promise<Result<readonly StreamState[]>> {
    const wanted = this.#running.filter(({ entry }) => only === null || entry.id === only);
    if (wanted.length === 0) return fail('stream-none', { named: only === null ? '' : ` "${only}"` });
    await this.look();
    return ok(wanted.map(({ state }) => state));
  }

  blind(): Blind[] {
    return this.#running.flatMap(({ entry, state, lostAt }) => (state.problem === null ? [] : [{ id: `stream:${entry.id}`, kind: 'stream' as const, name: entry.id, since: lostAt, problem: state.problem }]));
  }

  onChanged(listener: () => void): Cancel {
    return this.#changed.on(listener);
  }

  /** One look at a time; whoever asks meanwhile gets the next one. */
  look(): Promise<void> {
    this.#soon?.();
    this.#soon = null;
    this.#work = this.#work.then(async () => {
      for (const running of this.#running) if (!this.#closed) await this.#send(running);
    });
    return this.#work;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#soon?.();
    for (const stop of this.#stops) stop();
    await this.#work;
  }

  #take(entries: readonly StreamEntry[]): void {
    const same = (entry: StreamEntry): Running | undefined => this.#running.find((known) => JSON.stringify(known.entry) === JSON.stringify(entry));
    this.#running = entries.map((entry) => same(entry) ?? { entry, ...this.#anew(entry), lostAt: 0, state: { id: entry.id, kind: entry.kind, sent: 0, completeAt: null, problem: null } });
    this.#changed.emit();
  }

  /** Nothing known yet: neither of the target nor of the journal. */
  #anew(entry: StreamEntry): Omit<Running, 'entry' | 'state' | 'lostAt'> {
    return { ...this.ports.open(entry), waiting: [], reach: new Map(), ask: true, unproven: new Map(), conflict: null, remembers: false, owesCursor: false };
  }

  async #send(running: Running): Promise<void> {
    const before = running.state.problem;
    const done = await this.#sendAll(running).catch((cause: unknown) => {
      // How far it got is asked of the target; where this console alone knows, what it knows stays and is kept later.
      if (!running.remembers) running.ask = true;
      return fail('stream-stuck', { stream: running.entry.id, why: causeText(cause) });
    });
    const { clock, journal } = this.ports;
    if (done.ok) running.state = { ...running.state, completeAt: clock.now(), problem: null };
    else running.state = { ...running.state, problem: done.error };
    if (done.ok && before !== null) journal.appendLate('STREAM-BACK', { stream: running.entry.id, entries: done.value });
    if (!done.ok && before === null) {
      running.lostAt = clock.now();
      journal.appendLate('STREAM-LOST', { stream: running.entry.id, why: done.error.code });
    }
    if ((before === null) !== done.ok || before?.code !== running.state.problem?.code) this.#changed.emit();
  }

  async #sendAll(running: Running): Promise<Result<number>> {
    if (running.conflict !== null) {
      const still = await this.#stillOther(running, running.conflict);
      if (!still.ok) return still;
      Object.assign(running, this.#anew(running.entry));
    }
    const { target, feed, entry } = running;
    if (running.ask) {
      const there = await target.reach();
      if (!there.ok) return there;
      running.remembers = there.value === null;
      const before = running.reach;
      running.reach = there.value ?? (await this.ports.cursors.read(entry.id));
      running.ask = false;
      running.unproven = new Map(running.reach);
      for (const [writer, point] of before) prove(running, writer, point);
      for (const record of running.waiting) prove(running, record.writer, record);
    }
    const reach = new Map(running.reach);
    running.reach = reach;
    if (running.owesCursor) await this.#keepCursor(running, reach);
    running.waiting = running.waiting.filter(({ writer, seq }) => seq > (reach.get(writer)?.seq ?? 0));
    const queued = new Map([...reach, ...running.waiting.map((record) => [record.writer, record] as const)].map(([writer, { seq }]) => [writer, seq]));
    const read = await feed.read((record) => {
      prove(running, record.writer, record);
      if (record.seq <= (queued.get(record.writer) ?? 0)) return;
      queued.set(record.writer, record.seq);
      running.waiting.push(record);
    });
    const own = this.ports.journal.status();
    const beyond = running.unproven.get(own.writer);
    if (beyond !== undefined && beyond.seq > own.seq) running.conflict = { writer: own.writer, there: beyond };
    if (running.conflict !== null) return fail('stream-conflict', { stream: entry.id, count: 1 });
    let sent = 0;
    while (running.waiting.length > 0 && !this.#closed) {
      const taken = await this.#hand(running, firstBatch(running.waiting));
      if (!taken.ok) {
        // What arrived of it is not known here; the target says it next time.
        if (!running.remembers) running.ask = true;
        return taken;
      }
      const batch = running.waiting.slice(0, taken.value);
      for (const { writer, seq, hash } of batch) reach.set(writer, { seq, hash });
      if (running.remembers) await this.#keepCursor(running, reach);
      running.waiting = running.waiting.slice(batch.length);
      sent += batch.length;
      running.state = { ...running.state, sent: running.state.sent + batch.length };
    }
    return read.ok ? ok(sent) : read;
  }

  /** Sends the first of what waits, and gives how many are done with: arrived, or refused for good and named. */
  async #hand(running: Running, batch: readonly StreamRecord[]): Promise<Result<number>> {
    const taken = await running.target.send(batch);
    if (taken.ok) return ok(batch.length);
    const { code, values } = taken.error;
    const why = String(values['why'] ?? '');
    if (code === 'stream-refused-in-part') {
      this.#skip(running, batch, Number(values['count']), why);
      return ok(batch.length);
    }
    if (code !== 'stream-refused') return taken;
    if (batch.length > 1) return this.#hand(running, batch.slice(0, Math.ceil(batch.length / 2)));
    // One that is refused alone is left out only where a later one is taken: a target that refuses all is out of order.
    for (let at = 1; at < Math.min(running.waiting.length, longestRefusal); at += 1) {
      const next = await running.target.send(running.waiting.slice(at, at + 1));
      if (next.ok) {
        this.#skip(running, running.waiting.slice(0, at), at, why);
        return ok(at + 1);
      }
      if (next.error.code !== 'stream-refused') return next;
    }
    return taken;
  }

  #skip({ entry }: Running, among: readonly StreamRecord[], count: number, why: string): void {
    const named = (record: StreamRecord | undefined): string => (record === undefined ? '' : `${record.writer} ${String(record.seq)}`);
    this.ports.journal.appendLate('STREAM-SKIPPED', { stream: entry.id, first: named(among[0]), last: named(among.at(-1)), count, why });
  }

  /** Fails while the target stands where it stood with another journal; nothing else is asked of it meanwhile. */
  async #stillOther({ target, entry, remembers }: Running, { writer, there }: NonNullable<Running['conflict']>): Promise<Result<void>> {
    const now = remembers ? ok(await this.ports.cursors.read(entry.id)) : await target.reach();
    if (!now.ok) return now;
    const point = now.value?.get(writer);
    return point !== undefined && samePoint(point, there) ? fail('stream-conflict', { stream: entry.id, count: 1 }) : ok(undefined);
  }

  async #keepCursor(running: Running, reach: ReadonlyMap<string, StreamPoint>): Promise<void> {
    running.owesCursor = true;
    await this.ports.cursors.write(running.entry.id, reach);
    running.owesCursor = false;
  }
}

/** SECURITY: a number alone says nothing of whose journal it is: the entry at that number must be ours. */
function prove(running: Running, writer: string, ours: StreamPoint): void {
  const there = running.unproven.get(writer);
  if (there?.seq !== ours.seq) return;
  running.unproven.delete(writer);
  if (!samePoint(there, ours)) running.conflict = { writer, there };
}

function firstBatch(waiting: readonly StreamRecord[]): readonly StreamRecord[] {
  let bytes = 0;
  const end = waiting.findIndex(({ line }, at) => {
    bytes += line.length;
    return at >= batchEntries || (at > 0 && bytes > batchBytes);
  });
  return end === -1 ? waiting : waiting.slice(0, end);
}
