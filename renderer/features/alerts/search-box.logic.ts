import type { QueryMark } from '../../../core/alert/query-words';

/** A stretch of the box's text, drawn in one way. */
export interface Stretch {
  readonly from: number;
  readonly text: string;
  readonly kind: QueryMark['kind'] | 'plain';
}

/** Cuts the whole text into stretches, in order and without holes; from `wrongAt` (counted from 1) on it is wrong. */
export function stretchesOf(text: string, marks: readonly QueryMark[], wrongAt: number | null): readonly Stretch[] {
  const cut = wrongAt === null ? text.length : Math.min(text.length, wrongAt - 1);
  const stretches: Stretch[] = [];
  const add = (from: number, to: number, kind: Stretch['kind']): void => {
    if (to > from) stretches.push({ from, text: text.slice(from, to), kind });
  };
  let at = 0;
  for (const { from, to, kind } of marks) {
    if (from < at || from >= cut) continue;
    add(at, from, 'plain');
    at = Math.min(to, cut);
    add(from, at, kind);
  }
  add(at, cut, 'plain');
  add(Math.max(at, cut), text.length, 'wrong');
  return stretches;
}
