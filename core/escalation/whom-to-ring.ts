import type { Ladder, Step, Try } from './escalation';

/** Who a ladder's words stand for at a moment. */
export interface Cast {
  /** `on-duty`, `next-on-duty` or a person id, as a person id; null where nobody is known. */
  readonly person: (who: string) => string | null;
  readonly awake: (person: string) => boolean;
}

/**
 * The person of a step; null where the words of its level name nobody now. With awake ones first, the levels keep their
 * times and everybody is rung once a round: whoever is awake before whoever would have to be woken.
 */
export function whomToRing(ladder: Ladder, { round, level }: Step, tries: readonly Try[], { person, awake }: Cast): string | null {
  const named = ladder.levels[level]?.who ?? '';
  const own = person(named);
  if (!ladder.awakeFirst) return own;
  const had = new Set(tries.filter((each) => each.round === round && each.level !== level).map(({ to }) => to));
  const left = [...new Set(ladder.levels.map(({ who }) => person(who)))].filter((each) => each !== null).filter((each) => !had.has(each));
  return left.find(awake) ?? left[0] ?? own;
}
