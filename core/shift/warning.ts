import { z } from 'zod';
import { failure, type Failure } from '../errors';
import type { Stretch } from './rota';
import type { Duty } from './shift';
import { written } from './swap';
import { warningKinds } from './warning-kinds';

const hour = 3_600_000;
const day = 24 * hour;

/** How long before it begins a trouble is told of, the farthest first, ms. */
const stages = [
  ['week', 7 * day],
  ['day', day],
  ['hour', hour],
] as const;

/** Something that will be wrong with duty, epoch ms. `id` is the same after every restart; `who` are ids or a calendar's words. */
export const dutyWarningSchema = z.object({
  id: z.string(),
  kind: z.enum(warningKinds),
  ahead: z.enum(['week', 'day', 'evening', 'hour']),
  who: z.string(),
  from: z.number(),
  to: z.number(),
});
export type DutyWarning = z.infer<typeof dutyWarningSchema>;

/** How somebody can be woken. */
export interface Reach {
  readonly sirens: 'none' | 'down' | 'some';
  readonly tried: boolean;
}

/**
 * What will be wrong within a week, each trouble at the nearest stage that it has come to. A trouble that has begun is on
 * the screen itself; of a shift that has begun, what is wrong with its person stays.
 */
export function warningsOf(duty: Pick<Duty, 'gaps' | 'overlaps' | 'upcoming'>, reach: (person: string) => Reach, now: number): DutyWarning[] {
  const found: DutyWarning[] = [];
  const add = (kind: DutyWarning['kind'], who: string, stretch: { readonly from: number; readonly to: number }, running = false): void => {
    const { from, to } = stretch;
    const left = from - now;
    const ahead = stages.filter(([, ms]) => left <= ms).at(-1)?.[0];
    if (ahead === undefined || (left <= 0 && !running)) return;
    // A siren that is unplugged a week before a shift is no news yet.
    if (kind === 'siren-down' && ahead === 'week') return;
    found.push({ id: `${kind} ${who} ${String(from)}`, kind, ahead, who, from, to });
  };
  for (const gap of duty.gaps) add('gap', '', gap);
  for (const overlap of duty.overlaps ?? []) add('double', overlap.people.join(', '), overlap);
  const seen = new Set<string>();
  for (const shift of duty.upcoming) {
    if (shift.person === null) {
      add('unknown', shift.summary, shift);
      continue;
    }
    // One word for each person, at their next shift.
    if (seen.has(shift.person)) continue;
    seen.add(shift.person);
    const { sirens, tried } = reach(shift.person);
    if (sirens === 'none') add('no-siren', shift.person, shift, true);
    if (sirens === 'down') add('siren-down', shift.person, shift, true);
    if (!tried) add('untried', shift.person, shift, true);
  }
  return found.sort((a, b) => a.from - b.from || warningKinds.indexOf(a.kind) - warningKinds.indexOf(b.kind));
}

/** A night that nobody watches, as a warning. It has its evening's name, whenever exactly it is taken to begin. */
export function nightWarning({ from, to }: Stretch, timezone: string): DutyWarning {
  return { id: `unwatched ${written(from - day / 2, timezone).slice(0, 10)}`, kind: 'unwatched', ahead: 'evening', who: '', from, to };
}

/** A warning in words. */
export function warningFailure({ kind, who, from, to }: DutyWarning, timezone: string): Failure {
  return failure(`duty-warning-${kind}`, { who, from: written(from, timezone), to: written(to, timezone) });
}
