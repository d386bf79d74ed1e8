import { momentOf, wallAt, wallFromMs, wallMs } from '../shift/zoned-time';
import type { Person } from '../team/team';
import type { SirenEntry } from '../workspace/files';
import { isNight } from './cap';

const day = 86_400_000;

interface Surroundings {
  /** Whoever is on duty at that moment, or null. */
  readonly person: string | null;
  readonly people: readonly Person[];
  readonly sirens: readonly SirenEntry[];
  /** Of the workspace: for a person whose own is not known. */
  readonly timezone: string;
}

/**
 * When the night begins in which `at` lies for whoever is on duty then, epoch ms; null where it lies in no night, or
 * nobody is on duty. A night of several sirens begins with the first of them; an all-day night has no beginning.
 */
export function nightBefore(at: number, { person, people, sirens, timezone }: Surroundings): number | null {
  if (person === null) return null;
  const zone = people.find(({ id }) => id === person)?.timezone ?? timezone;
  const begins = sirens.flatMap(({ owner, volume }) => {
    const { night } = volume;
    if (owner !== person || night === undefined || night.from === night.to || !isNight(volume, at, zone)) return [];
    const [hour = 0, minute = 0] = night.from.split(':').map(Number);
    const wall = wallAt(at, zone);
    const tonight = momentOf({ ...wall, hour, minute, second: 0 }, zone);
    // After midnight the night began on the day before.
    return tonight <= at ? [tonight] : [momentOf(wallFromMs(wallMs({ ...wall, hour, minute, second: 0 }) - day), zone)];
  });
  return begins.length === 0 ? null : Math.min(...begins);
}
