import type { Query, QueryTerm } from './query-words';

type Condition = Query[number][number];

/**
 * True where whatever `query` finds, `before` found as well: whoever types on is answered from what was found already.
 * False says nothing. Ages count from the moment of asking, so that none follows from another.
 */
export function narrows(query: Query, before: Query): boolean {
  const [conditions = [], ...others] = query;
  const [wanted = [], ...otherWanted] = before;
  if (others.length + otherWanted.length > 0) return false;
  return wanted.every((each) => conditions.some((condition) => implies(condition, each)));
}

function implies(one: Condition, other: Condition): boolean {
  if (one.not !== other.not || other.term.kind === 'age') return false;
  if (one.term.kind === 'word' && other.term.kind === 'word') return one.not ? other.term.text.includes(one.term.text) : one.term.text.includes(other.term.text);
  return sameTerm(one.term, other.term);
}

function sameTerm(one: QueryTerm, other: QueryTerm): boolean {
  // Where a matcher stands in the text says nothing about what it finds.
  return JSON.stringify({ ...one, at: 0 }) === JSON.stringify({ ...other, at: 0 });
}
