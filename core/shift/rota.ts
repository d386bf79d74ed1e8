import type { Shift } from './shift';

/** A stretch of time, epoch ms, end exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Two shifts of different people at the same time, in feeds of the same rank: the calendar contradicts itself. */
export interface Overlap extends Stretch {
  readonly people: readonly string[];
}

/** Shifts from one feed; those of an overriding feed make the others give way. */
export interface FeedShifts {
  readonly overrides: boolean;
  readonly shifts: readonly Shift[];
}

function inOrder(shifts: readonly Shift[]): Shift[] {
  return [...shifts].sort((a, b) => a.from - b.from || a.to - b.to || (a.feed < b.feed ? -1 : a.feed > b.feed ? 1 : 0));
}

/** What of a shift is left when stretches are cut out of it, in order. */
export function without(shift: Shift, cuts: readonly Stretch[]): Shift[] {
  let left = [shift];
  for (const cut of cuts) {
    left = left.flatMap((piece) => {
      if (cut.to <= piece.from || piece.to <= cut.from) return [piece];
      const before = piece.from < cut.from ? [{ ...piece, to: cut.from }] : [];
      const after = cut.to < piece.to ? [{ ...piece, from: cut.to }] : [];
      return [...before, ...after];
    });
  }
  return left;
}

/**
 * The shifts of all feeds as one rota, by start. An override by somebody known replaces what lies under it; one that
 * names nobody known replaces nothing, because a typing error must not leave the night without anybody.
 */
export function rotaOf(feeds: readonly FeedShifts[]): Shift[] {
  const over = feeds.filter(({ overrides }) => overrides).flatMap(({ shifts }) => shifts);
  const cuts = over.filter(({ person }) => person !== null);
  const under = feeds.filter(({ overrides }) => !overrides).flatMap(({ shifts }) => shifts);
  return inOrder([...over, ...under.flatMap((shift) => without(shift, cuts))]);
}

/**
 * Who is on call at a moment: of several shifts one by somebody known, and of those the one that began last. A shift
 * that names nobody known is given only when there is no other, so that the screen can show its title in red.
 */
export function onCallAt(rota: readonly Shift[], moment: number): Shift | null {
  const open = rota.filter(({ from, to }) => from <= moment && moment < to);
  const known = open.filter(({ person }) => person !== null);
  return (known.length > 0 ? known : open).at(-1) ?? null;
}

/** Until when the person of a shift stays on call without a break: shifts of the same person that touch count as one. */
export function onCallUntil(rota: readonly Shift[], shift: Shift): number {
  let until = shift.to;
  for (const { person, from, to } of rota) {
    if (person === shift.person && from <= until && to > until) until = to;
  }
  return until;
}

/** The first shift after a moment that brings another known person than the one on call then. */
export function nextOnCall(rota: readonly Shift[], moment: number): Shift | null {
  const now = onCallAt(rota, moment);
  return rota.find(({ person, from }) => from > moment && person !== null && person !== (now?.person ?? null)) ?? null;
}

/** When between two moments nobody known is on call. */
export function gapsBetween(rota: readonly Shift[], from: number, to: number): Stretch[] {
  const gaps: Stretch[] = [];
  let covered = from;
  for (const shift of inOrder(rota)) {
    if (shift.person === null || shift.to <= covered) continue;
    if (shift.from >= to) break;
    if (shift.from > covered) gaps.push({ from: covered, to: shift.from });
    covered = shift.to;
  }
  if (covered < to) gaps.push({ from: covered, to });
  return gaps;
}

/** When between two moments several known people are on call at once. */
export function overlapsBetween(rota: readonly Shift[], from: number, to: number): Overlap[] {
  const edges = rota.flatMap(({ person, from: begins, to: ends }) =>
    person === null || ends <= from || begins >= to ? [] : [{ at: Math.max(from, begins), person, step: 1 }, { at: Math.min(to, ends), person, step: -1 }],
  );
  edges.sort((a, b) => a.at - b.at);
  const open = new Map<string, number>();
  const overlaps: Overlap[] = [];
  for (const [index, { at, person, step }] of edges.entries()) {
    open.set(person, (open.get(person) ?? 0) + step);
    const next = edges[index + 1];
    if (next === undefined || next.at === at) continue;
    const people = [...open].flatMap(([who, count]) => (count > 0 ? [who] : [])).sort();
    if (people.length < 2) continue;
    const last = overlaps.at(-1);
    if (last?.to === at && last.people.join() === people.join()) overlaps[overlaps.length - 1] = { ...last, to: next.at };
    else overlaps.push({ from: at, to: next.at, people });
  }
  return overlaps;
}
