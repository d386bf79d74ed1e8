import type { ToldAct } from '../../../core/alert/alert';
import type { SourceReport } from '../../../core/alert/source-report';
import { fail, failure, type Result } from '../../../core/errors';
import type { Blind } from '../../../core/ipc/frame';
import { narrow } from '../../../core/text';
import type { SourceEntry } from '../../../core/workspace/files';
import type { AlertSource, Sighting, SourceNotebook } from '../../ports/alert-source';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { Journal } from '../../ports/journal';
import type { Schedule } from '../../ports/schedule';
import type { AlertBook, Turned } from './alert-book';
import type { AlertMemory } from './alert-memory';
import { watchSource, type SourceHealth, type SourceWatch } from './source-watch';

/** After a restart a source may take this long to hear of everything again, ms (decisions.md 25). */
const forgetfulFor = 300_000;
/** A tick that comes this late means that nobody was watching, ms. */
const sleptAfter = 60_000;
/** The banner about it stays at least this long, ms. */
const sleptShown = 600_000;

export interface AlertSources {
  /** Opens what is new, closes what is gone, leaves alone what did not change. */
  configure(entries: readonly SourceEntry[]): void;
  /** Called every `tickEvery` ms. */
  tick(): void;
  health(): readonly SourceHealth[];
  readonly blind: () => readonly Blind[];
  /** True while an answer is being taken in. */
  isTaking(): boolean;
  poke(source: string): boolean;
  /** As the source's own `tell`; null where it takes no such act, or is not configured. */
  tell(source: string, act: ToldAct, fingerprint: string, by: string): Promise<Result<void>> | null;
  test(source: string): Promise<Result<SourceReport>>;
  stop(): Promise<void>;
}

/** How often the desk looks at its own clocks, ms. */
export const tickEvery = 5_000;

/** Watches every configured source and puts what they say into the book. */
export function createAlertSources(ports: {
  readonly book: AlertBook;
  readonly memory: AlertMemory;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  readonly openSource: (entry: SourceEntry, notebook: SourceNotebook) => Result<AlertSource>;
  /** Called piece by piece where an answer is long. */
  readonly onTurned: (turned: Turned, why: 'gone' | 'source-removed') => void;
  readonly onStatus: () => void;
  /** A good answer was taken in whole, of a source where people act on its alerts too. */
  readonly onTaken: (source: string) => void;
}): AlertSources {
  const { book, memory, journal, clock } = ports;
  const watches = new Map<string, SourceWatch>();
  const forgetfulUntil = new Map<string, number>();
  let last = { mono: clock.mono(), at: clock.now() };
  let slept: { readonly from: number; readonly seconds: number; readonly endedMono: number; readonly endedAt: number } | null = null;

  /** The last mark of each source, for the line that is written when it closes. */
  const marks = new Map<string, string>();
  /** The sources whose answer is being taken in. */
  const taking = new Set<SourceWatch>();
  const breath = (): Promise<void> => new Promise((resolve) => void ports.schedule.after(0, resolve));

  const sighted = async (entry: SourceEntry, sighting: Sighting, watch: () => SourceWatch | undefined): Promise<void> => {
    const mine = watch();
    if (mine === undefined) return;
    while (taking.has(mine)) await breath();
    // An answer that was compared with an older one says nothing about now; the next one does.
    if (watch() !== mine || sighting.difference?.isCurrent() === false) return;
    const before = memory.epochs.get(entry.id);
    if (before !== sighting.epoch) {
      // A source that is new here has forgotten nothing that anybody knew.
      if (book.holds(entry.id)) forgetfulUntil.set(entry.id, clock.mono() + forgetfulFor);
      if (before !== undefined) journal.appendLate('SOURCE-RESTARTED', { source: entry.id });
      memory.keepEpoch(entry.id, sighting.epoch);
    }
    if (sighting.mark !== undefined) {
      marks.set(entry.id, sighting.mark);
      memory.keepMark(entry.id, sighting.mark);
    }
    const forgetful = sighting.forgetful === true || clock.mono() < (forgetfulUntil.get(entry.id) ?? -Infinity);
    const ended = sighting.ended === undefined ? {} : { ended: sighting.ended };
    const look = { source: narrow(entry.id), cluster: narrow(entry.cluster ?? entry.id), at: clock.now(), forgetful, ...ended };
    taking.add(mine);
    try {
      for (const piece of book.sight(sighting.alerts, sighting.difference?.gone ?? null, look)) {
        ports.onTurned(piece, 'gone');
        if (piece.more === 'after-a-breath') await breath();
        // Taken out of the configuration meanwhile: what it said is nobody's word any more.
        if (watch() !== mine) return;
      }
      sighting.difference?.taken();
      if (mine.isFarDesk) ports.onTaken(entry.id);
    } finally {
      taking.delete(mine);
    }
  };

  /** Makes unknown what a source holds; it may be very much. */
  const quieten = async (source: string): Promise<void> => {
    for (const piece of book.quiet(source)) {
      if (piece.more !== 'after-a-breath') continue;
      ports.onTurned(piece, 'gone');
      await breath();
      // It answered meanwhile: what it says now counts.
      if (watches.get(source)?.health().state === 'seen') return;
    }
  };

  const turned = (health: SourceHealth, before: SourceHealth): void => {
    if (health.state === 'blind' && before.state !== 'blind') {
      void quieten(health.id);
      const { code, values } = health.problem ?? failure('source-silent', { source: health.id, seconds: 0 });
      journal.appendLate('SOURCE-LOST', { source: health.id, failure: code, values });
    }
    if (health.state === 'seen' && before.state === 'blind') {
      const seconds = Math.max(0, Math.round((clock.now() - (before.blindSince ?? clock.now())) / 1_000));
      // What feeds the source was dead and comes back with an empty memory, as after a restart.
      if (before.problem?.code === 'source-watchdog') forgetfulUntil.set(health.id, clock.mono() + forgetfulFor);
      journal.appendLate('SOURCE-BACK', { source: health.id, seconds });
    }
    ports.onStatus();
  };

  const open = (entry: SourceEntry): void => {
    const { schedule, ids } = ports;
    const source = ports.openSource(entry, memory.notebook(entry.id));
    watches.set(entry.id, watchSource({ entry, source, clock, schedule, ids, onSighting: (sighting) => sighted(entry, sighting, () => watches.get(entry.id)), onHealth: turned }));
  };

  const shut = (id: string, watch: SourceWatch): Promise<void> => {
    const mark = marks.get(id);
    if (mark !== undefined) memory.keepMark(id, mark, { now: true });
    return watch.stop();
  };

  return {
    configure(entries) {
      const wanted = new Map(entries.map((entry) => [entry.id, entry]));
      for (const [id, watch] of [...watches]) {
        const entry = wanted.get(id);
        if (entry !== undefined && JSON.stringify(entry) === JSON.stringify(watch.entry)) continue;
        void shut(id, watch);
        watches.delete(id);
        // Reopened under another address or cluster: what it said before is no longer anybody's word.
        void quieten(id);
        if (entry === undefined || (entry.cluster ?? id) !== (watch.entry.cluster ?? id)) ports.onTurned(book.removeSource(id, clock.now()), 'source-removed');
      }
      // Holders that an earlier start left behind for sources that are no longer configured.
      const held = new Set([...book.records()].flatMap((record) => (record.open ? Object.keys(record.holders) : [])));
      for (const id of held) if (!wanted.has(id)) ports.onTurned(book.removeSource(id, clock.now()), 'source-removed');
      for (const entry of entries) if (!watches.has(entry.id)) open(entry);
      ports.onStatus();
    },
    tick() {
      const now = { mono: clock.mono(), at: clock.now() };
      const late = Math.max(now.mono - last.mono, now.at - last.at) - tickEvery;
      if (late > sleptAfter) {
        const seconds = Math.round(late / 1_000);
        slept = { from: last.at, seconds, endedMono: now.mono, endedAt: now.at };
        journal.appendLate('WATCH-SLEPT', { from: last.at, to: now.at, seconds });
        // A line that slept is rarely alive: ask anew at once and judge the sources by that.
        for (const watch of watches.values()) watch.poke();
        ports.onStatus();
      } else {
        for (const watch of watches.values()) watch.check();
      }
      last = now;
      const since = slept;
      if (since !== null && now.mono - since.endedMono > sleptShown && [...watches.values()].every((watch) => (watch.health().seenAt ?? 0) >= since.endedAt)) {
        slept = null;
        ports.onStatus();
      }
    },
    health: () => [...watches.values()].map((watch) => watch.health()),
    blind() {
      const blind: Blind[] = [];
      if (slept !== null) blind.push({ id: 'sleep', kind: 'sleep', name: '', since: slept.from, problem: failure('watch-slept', { seconds: slept.seconds }) });
      for (const watch of watches.values()) {
        const { id, state, blindSince, problem } = watch.health();
        if (state !== 'blind' || problem === null) continue;
        blind.push({ id: `source:${id}`, kind: 'source', name: id, since: blindSince ?? 0, problem });
      }
      return blind;
    },
    tell: (source, act, fingerprint, by) => watches.get(source)?.tell(act, fingerprint, by) ?? null,
    isTaking: () => taking.size > 0,
    poke(source) {
      const watch = watches.get(source);
      watch?.poke();
      return watch !== undefined;
    },
    test(source) {
      const watch = watches.get(source);
      return watch === undefined ? Promise.resolve(fail('source-unknown', { source })) : watch.test();
    },
    async stop() {
      const stopping = [...watches].map(([id, watch]) => shut(id, watch));
      watches.clear();
      await Promise.all(stopping);
    },
  };
}
