import type { PersonCard } from '../../../core/shift/person-card';
import { overrideFeed } from '../../../core/shift/rotation';
import type { Duty, Shift } from '../../../core/shift/shift';

/** One line of the list: a shift, or a time that nobody covers. */
export type DutyLine =
  | { readonly kind: 'shift'; readonly from: number; readonly to: number; readonly shift: Shift }
  | { readonly kind: 'gap'; readonly from: number; readonly to: number };

/** Shifts and gaps in one list by time; at the same moment the gap comes first, because it is the trouble. */
export function dutyLines(duty: Duty): readonly DutyLine[] {
  const shifts = duty.upcoming.map((shift): DutyLine => ({ kind: 'shift', from: shift.from, to: shift.to, shift }));
  const gaps = duty.gaps.map((gap): DutyLine => ({ kind: 'gap', from: gap.from, to: gap.to }));
  return [...gaps, ...shifts].sort((one, two) => one.from - two.from);
}

/** How many shifts name somebody the team does not know. */
export function unknownNames(duty: Duty): number {
  return duty.upcoming.filter((shift) => shift.person === null).length;
}

/** The swap or take-over that a line comes from, as it is taken back; null: a calendar or a rotation says so. */
export function swapIn(line: DutyLine): { readonly who: string; readonly at: number } | null {
  if (line.kind === 'gap' || line.shift.feed !== overrideFeed || line.shift.person === null) return null;
  return { who: line.shift.person, at: line.from };
}

/** Who is proposed for somebody's shift: the first who is there, is awake and has a siren that answers, else the first. */
export function successorOf(people: readonly Pick<PersonCard, 'id' | 'awake' | 'away' | 'reachable'>[]): string {
  const fit = people.find(({ awake, away, reachable }) => awake && away === null && reachable > 0) ?? people.find(({ away }) => away === null);
  return (fit ?? people[0])?.id ?? '';
}
