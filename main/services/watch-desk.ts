import { failure } from '../../core/errors';
import type { Blind } from '../../core/ipc/frame';
import type { WatchKnown } from '../../core/shift/unwatched';
import { createSignal } from '../../core/signal';
import { aloneReason, languageOf } from '../../core/siren/ring-reason';
import { tookEffect } from '../../core/siren/seen';
import type { Ring } from '../../core/siren/siren';
import { sirensFor, type OnDuty } from '../../core/siren/targets';
import { otherConsoles, type Consoles } from '../../core/team/consoles';
import type { Locale } from '../../core/text';
import type { Actor } from '../ports/actor';
import type { Beats } from '../ports/beats';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';
import type { SirenDesk } from './siren-desk';

export interface WatchDeskPorts {
  readonly workspace: CurrentWorkspace;
  readonly journal: Journal;
  readonly beats: readonly Beats[];
  readonly sirens: Pick<SirenDesk, 'ring' | 'list'>;
  readonly actor: Actor;
  readonly duty: () => OnDuty | null;
  readonly locale: () => Locale;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** When the others were last in reach (a remote answered, a broker was there), epoch ms; null: never. */
  readonly reachedAt: () => number | null;
}

const lookEvery = 60_000;
/** A ring that reached nobody is tried again after this, ms. */
const againAfter = 300_000;
/** Who has just begun to listen knows of nobody for this long, ms: remotes are asked, brokers are joined. */
const listensFirst = 600_000;
/** A console of which nothing was heard for this long is not counted on, ms. */
const heardLasts = 86_400_000;
/** A watcher's sign of life lasts this long where duty.yaml sets no `watchman`, ms. */
const lifeLasts = 2_700_000;

/**
 * Who watches the watchman (`watchman` in duty.yaml). Consoles and watchers beat to each other. A console says when a
 * watcher is silent; a watcher that hears of no console rings by itself, once, because then nobody sees anything. One
 * that is cut off knows nothing of the others (law 2): it says so, and rings for nobody on a guess.
 */
export interface WatchDesk {
  start(): Promise<void>;
  /** Who could ring tonight, as far as it can be known; null: it cannot be, yet. */
  known(): WatchKnown | null;
  blind(): readonly Blind[];
  onChanged(listener: () => void): Cancel;
  close(): void;
}

export function createWatchDesk({ workspace, journal, beats, sirens, actor, duty, locale, clock, schedule, reachedAt }: WatchDeskPorts): WatchDesk {
  const changed = createSignal();
  const seen = new Map<string, number>();
  const stops: Cancel[] = [];
  /** By the monotonic clock. A laptop that slept has heard of nobody meanwhile, which proves nothing: it begins anew. */
  let listeningSince = clock.mono();
  let looked = { mono: clock.mono(), wall: clock.now() };
  let beatAt = -Infinity;
  let aloneSince: number | null = null;
  /** Whether somebody was rung for it; a ring that reached no siren is tried again. */
  let rung = false;
  let triedAt = -Infinity;
  let silent: readonly { readonly writer: string; readonly since: number }[] = [];

  const others = (): Consoles => {
    const { person, device } = actor.me();
    return otherConsoles(workspace.get().people, { person, device });
  };

  const hear = (writer: string, at: number): void => {
    // A clock that is ahead must not vouch for the time to come.
    const heard = Math.min(at, clock.now());
    if (heard > (seen.get(writer) ?? 0)) seen.set(writer, heard);
  };

  const lastOf = (writers: readonly string[]): number => Math.max(0, ...writers.map((writer) => seen.get(writer) ?? 0));

  const tellSilent = (watchers: readonly string[], after: number): void => {
    const now = clock.now();
    const before = new Set(silent.map(({ writer }) => writer));
    silent = watchers.flatMap((writer) => {
      const at = seen.get(writer) ?? now - (clock.mono() - listeningSince);
      return now - at >= after ? [{ writer, since: at }] : [];
    });
    for (const { writer, since } of silent) if (!before.has(writer)) journal.appendLate('WATCH-SILENT', { writer, since });
    const still = new Set(silent.map(({ writer }) => writer));
    for (const writer of before) if (!still.has(writer)) journal.appendLate('WATCH-HEARD', { writer });
  };

  const ringAlone = (consoles: readonly string[], after: number, to: string): void => {
    const now = clock.now();
    const last = lastOf(consoles);
    if (now - last < after) {
      if (aloneSince !== null) journal.appendLate('WATCH-HEARD', { writer: '' });
      aloneSince = null;
      rung = false;
      return;
    }
    if (consoles.length === 0 || rung || clock.mono() - triedAt < againAfter) return;
    if (aloneSince === null) {
      aloneSince = last === 0 ? now - after : last;
      journal.appendLate('WATCH-ALONE', { since: aloneSince, to });
    }
    triedAt = clock.mono();
    const { people, sirens: entries } = workspace.get();
    const theirs = sirensFor(to, { people, sirens: entries, duty: duty() });
    const reason = aloneReason(Math.round((now - aloneSince) / 60_000), languageOf(theirs.ok ? (theirs.value[0]?.owner ?? '') : '', people, locale()));
    sirens.ring({ to, reason, volume: 20, seconds: 10, pattern: 'rising', caseId: null, askedAt: now }).then(
      (done) => {
        if (!done.ok || !done.value.rings.some(reachedSomebody) || aloneSince === null) return;
        rung = true;
        journal.appendLate('WATCH-RANG', { to });
      },
      // A mistake of ours reached nobody: the next try comes by itself, and the watcher lives to make it.
      () => undefined,
    );
  };

  const reachedSomebody = (ring: Ring): boolean => tookEffect(ring, sirens.list().find(({ id }) => id === ring.siren)?.can.readBack !== false);

  const look = (): void => {
    const rule = workspace.get().duty.watchman;
    const mono = clock.mono();
    // Some clocks stand still while the machine sleeps, and some do not.
    const slept = Math.max(mono - looked.mono, clock.now() - looked.wall) > 3 * lookEvery;
    looked = { mono, wall: clock.now() };
    if (rule === undefined) {
      silent = [];
      return;
    }
    if (slept) {
      listeningSince = mono;
      beatAt = -Infinity;
    }
    if (mono - beatAt >= rule.after / 3) {
      beatAt = mono;
      for (const way of beats) way.beat();
    }
    // Who has just begun to listen has heard of nobody yet.
    if (mono - listeningSince < rule.after || isCutOff(rule.after)) return;
    const { watchers, consoles } = others();
    tellSilent(watchers, rule.after);
    if (actor.me().role === 'watcher') ringAlone(consoles, rule.after, rule.ring);
    changed.emit();
  };

  const isCutOff = (after: number): boolean => clock.now() - (reachedAt() ?? 0) >= after;

  const cutOff = (): Blind[] => {
    const rule = workspace.get().duty.watchman;
    if (rule === undefined || clock.mono() - listeningSince < rule.after || !isCutOff(rule.after)) return [];
    return [{ id: 'watch-cut-off', kind: 'team', name: 'watch', since: reachedAt() ?? clock.now() - rule.after, problem: failure('watch-cut-off', {}) }];
  };

  return {
    async start() {
      await journal.replay(({ code, data }) => {
        // What was rung for before a restart is not rung for again.
        if (code === 'WATCH-ALONE' && typeof data['since'] === 'number') aloneSince = data['since'];
        if (code === 'WATCH-RANG') rung = true;
        if (code === 'WATCH-HEARD' && data['writer'] === '') {
          aloneSince = null;
          rung = false;
        }
      });
      stops.push(
        ...beats.map((way) =>
          way.onBeat(({ writer, at }) => {
            hear(writer, at);
          }),
        ),
        schedule.every(lookEvery, look),
      );
    },
    known() {
      if (clock.mono() - listeningSince < listensFirst) return null;
      const { person, role } = actor.me();
      const { watchman } = workspace.get().duty;
      const { watchers, consoles } = others();
      const heard = consoles.filter((writer) => clock.now() - (seen.get(writer) ?? 0) < heardLasts).map((writer) => writer.slice(0, writer.indexOf('.')));
      return {
        watcher: role === 'watcher' || clock.now() - lastOf(watchers) < (watchman?.after ?? lifeLasts),
        heard: new Set([...heard, ...(person === null ? [] : [person])]),
      };
    },
    blind: () => [
      ...silent.map(({ writer, since }): Blind => ({ id: `watcher:${writer}`, kind: 'team', name: writer, since, problem: failure('watch-silent', { writer }) })),
      ...(aloneSince === null ? [] : [{ id: 'watch-alone', kind: 'team' as const, name: 'watch', since: aloneSince, problem: failure('watch-alone', {}) }]),
      ...cutOff(),
    ],
    onChanged: changed.on,
    close() {
      for (const stop of stops.splice(0)) stop();
      changed.clear();
    },
  };
}
