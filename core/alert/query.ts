import { fail, ok, type Result } from '../errors';
import { matcherOf } from './matcher';
import type { Standed } from './order';
import { longestQuery, readQuery, type Query, type QueryTerm } from './query-words';

/** What a query is asked with: who asks and when. */
export interface Asking {
  /** Epoch ms. */
  readonly now: number;
  /** The person at this console, or null. */
  readonly me: string | null;
}

/** A query that can be put to alerts. */
export interface AlertQuery {
  readonly query: Query;
  readonly holds: (alert: Standed) => boolean;
  /** True where resolved alerts are asked for by name. */
  readonly wantsClosed: boolean;
  /** True where the answer changes with time alone. */
  readonly ages: boolean;
}

type Condition = (alert: Standed) => boolean;

/** Makes a query of what was typed; an empty one holds for everything. */
export function alertQuery(text: string, asking: Asking): Result<AlertQuery> {
  if (text.length > longestQuery) return fail('query-too-long', { most: longestQuery });
  const { query } = readQuery(text);
  if (!query.ok) return query;
  const alternatives: Condition[][] = [];
  for (const terms of query.value) {
    const conditions: Condition[] = [];
    for (const { not, term } of terms) {
      const condition = conditionOf(term, asking);
      if (!condition.ok) return condition;
      const { value } = condition;
      conditions.push(not ? (alert: Standed) => !value(alert) : value);
    }
    alternatives.push(conditions);
  }
  const terms = query.value.flat();
  return ok({
    query: query.value,
    holds: anyOf(alternatives.map(allOf)),
    wantsClosed: terms.some(({ not, term }) => !not && term.kind === 'state' && term.state === 'resolved'),
    ages: terms.some(({ term }) => term.kind === 'age'),
  });
}

/** One condition stays itself: it is asked a hundred thousand times at every key. */
function allOf(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  return only !== undefined && conditions.length === 1 ? only : (alert) => conditions.every((condition) => condition(alert));
}

/** Nothing asked holds for everything. */
function anyOf(alternatives: readonly Condition[]): Condition {
  const [only] = alternatives;
  if (only === undefined) return () => true;
  return alternatives.length === 1 ? only : (alert) => alternatives.some((alternative) => alternative(alert));
}

function conditionOf(term: QueryTerm, { now, me }: Asking): Result<Condition> {
  switch (term.kind) {
    case 'word':
      return ok(({ text }) => text.includes(term.text));
    case 'matcher': {
      const matcher = matcherOf(term.name, term.operator, term.value, term.at + 1);
      return matcher.ok ? ok(({ record }) => matcher.value.holds(record.labels)) : matcher;
    }
    case 'grade': {
      const grade = term.grade === 'none' ? null : term.grade;
      return ok(({ standing }) => standing.grade === grade);
    }
    case 'state':
      return ok(stateCondition(term.state));
    case 'owner': {
      if (term.owner === 'none') return ok(({ standing }) => standing.ack === null);
      const owner = term.owner === 'me' ? me : term.owner;
      return ok(({ standing }) => owner !== null && standing.ack?.by === owner);
    }
    case 'source':
      return ok(({ record }) => record.source === term.source || Object.hasOwn(record.holders, term.source));
    case 'age':
      return ok(({ record }) => (term.older ? now - record.startsAt > term.than : now - record.startsAt < term.than));
  }
}

function stateCondition(state: (QueryTerm & { readonly kind: 'state' })['state']): Condition {
  switch (state) {
    case 'open':
      return ({ record }) => record.open;
    case 'resolved':
      return ({ record }) => !record.open;
    case 'acked':
      return ({ record, standing }) => record.open && standing.ack !== null;
    case 'snoozed':
      return ({ record, standing }) => record.open && standing.section === 'snoozed';
    case 'muted':
      return ({ standing }) => standing.section === 'muted';
    case 'unknown':
      return ({ standing }) => standing.state === 'unknown';
    case 'flapping':
      return ({ standing }) => standing.flapping !== null;
  }
}
