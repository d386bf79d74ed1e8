import type { Person } from '../team/team';
import type { AwayEntry, SirenEntry } from '../workspace/files';
import { awayAt } from './away';
import { isAwake } from './awake';
import type { Stretch } from './rota';

const hour = 3_600_000;
/** Nights begin and end on the quarter of an hour, ms: finer than people fall asleep. */
const grain = hour / 4;
/** A shorter stretch is somebody's commute, ms. */
const shortest = hour;
/** Whole nights are looked at, ms: the one that is under way, and the one that comes. */
const around = 16 * hour;
/** How long before it begins a night is told of, ms: while somebody can still do something about it. */
export const eveningBefore = 3 * hour;

/** What a console knows of whoever could ring tonight. That somebody closes a lid is known to nobody beforehand. */
export interface WatchKnown {
  /** A watcher gave a sign of life lately, or this console is one. */
  readonly watcher: boolean;
  /** People of whose consoles something was heard within a day, whoever sits here among them. */
  readonly heard: ReadonlySet<string>;
}

interface Surroundings {
  readonly people: readonly Person[];
  readonly sirens: readonly SirenEntry[];
  readonly away: readonly AwayEntry[];
  /** Null: nothing can be known yet. */
  readonly watch: WatchKnown | null;
}

/**
 * The night, under way or within three hours, in which nobody who could ring is awake by their hours and no watcher is
 * known to run: then only a console that was left open rings. Null where there is none, or no siren to ring.
 */
export function unwatchedNight({ people, sirens, away, watch }: Surroundings, now: number): Stretch | null {
  if (watch === null || watch.watcher || sirens.length === 0) return null;
  const those = people.filter(({ id, role }) => role !== 'watcher' && watch.heard.has(id));
  const isWatched = (at: number): boolean => those.some((person) => isAwake(person, sirens, at) && awayAt(away, person.id, person.timezone, at) === null);
  const first = Math.floor((now - around) / grain) * grain;
  let from: number | null = null;
  for (let at = first; ; at += grain) {
    const over = at >= now + eveningBefore + around;
    if (!over && !isWatched(at)) {
      from ??= at;
      continue;
    }
    if (from !== null && at > now) return from <= now + eveningBefore && at - from >= shortest ? { from, to: at } : null;
    from = null;
    if (over) return null;
  }
}
