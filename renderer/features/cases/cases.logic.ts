import type { Case } from '../../../core/case/case';

/** Open ones first, the newest first in each. */
export function inOrder(cases: readonly Case[]): readonly Case[] {
  return cases.toSorted((one, two) =>
    one.state === two.state ? two.openedAt - one.openedAt : one.state === 'open' ? -1 : 1,
  );
}

/** The case that is shown: the one asked for, else the first. */
export function chosenCase(cases: readonly Case[], id: string | null): Case | null {
  return cases.find((each) => each.id === id) ?? cases[0] ?? null;
}

/** The neighbour of a case in the list; the ends hold. */
export function neighbour(cases: readonly Case[], id: string | null, by: 1 | -1): string | null {
  const at = cases.findIndex((each) => each.id === id);
  return cases[Math.min(cases.length - 1, Math.max(0, at < 0 ? 0 : at + by))]?.id ?? null;
}
