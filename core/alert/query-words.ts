import { fail, ok, type Result } from '../errors';
import { ageSpan } from './age-span';
import { quotedText, type MatcherOperator } from './matcher';

/** The longest query that is read, characters. */
export const longestQuery = 500;

export const queryGrades = ['911', '912', 'noise', 'none'] as const;
export const queryStates = ['open', 'acked', 'snoozed', 'muted', 'resolved', 'unknown', 'flapping'] as const;

/** One condition of a query. */
export type QueryTerm =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'matcher'; readonly name: string; readonly operator: MatcherOperator; readonly value: string; readonly at: number }
  | { readonly kind: 'grade'; readonly grade: (typeof queryGrades)[number] }
  | { readonly kind: 'state'; readonly state: (typeof queryStates)[number] }
  | { readonly kind: 'owner'; readonly owner: string }
  | { readonly kind: 'source'; readonly source: string }
  | { readonly kind: 'age'; readonly older: boolean; readonly than: number };

/** Any of the alternatives; in each of them all of the conditions. */
export type Query = readonly (readonly { readonly not: boolean; readonly term: QueryTerm }[])[];

/** A stretch of the typed text and what it is, so that the box can colour it. */
export interface QueryMark {
  readonly from: number;
  readonly to: number;
  readonly kind: 'word' | 'key' | 'value' | 'operator' | 'wrong';
}

export interface ReadQuery {
  readonly query: Result<Query>;
  readonly marks: readonly QueryMark[];
}

const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const matcherSign = /=~|!~|!=|=/y;
const bareWord = /[^\s"]+/y;

/**
 * Reads what stands in the search box: words, `grade:911`, `state:acked`, `owner:me`, `source:am`, `age>2h`, label
 * matchers as in Alertmanager, `NOT` or `-` before any of them, `OR` between alternatives. Never throws; what is wrong
 * says where, counted in characters from 1.
 */
export function readQuery(text: string): ReadQuery {
  const marks: QueryMark[] = [];
  const alternatives: { not: boolean; term: QueryTerm }[][] = [[]];
  let at = 0;
  let not = false;
  let afterMatcher = false;
  let wanted: 'anything' | 'a-condition' = 'anything';

  const mark = (kind: QueryMark['kind'], from: number, to: number): void => {
    if (to > from) marks.push({ from, to, kind });
  };
  const take = (pattern: RegExp, from: number): string => {
    pattern.lastIndex = from;
    return pattern.exec(text)?.[0] ?? '';
  };
  const wrong = (from: number, error: Result<never>): ReadQuery => {
    mark('wrong', from, text.length);
    return { query: error, marks };
  };

  while (at < text.length) {
    const start = at;
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    // People paste selectors: their braces and commas say nothing more than the spaces between.
    const isFrame = text[at] === '{' ? readMatcher(text, at + 1, take) !== null : afterMatcher && (text[at] === ',' || text[at] === '}');
    if (isFrame) {
      at += 1;
      continue;
    }
    const word = take(bareWord, at);
    if (word === 'OR') {
      if (alternatives.at(-1)?.length === 0 || not) return wrong(at, fail('query-or', { column: at + 1 }));
      mark('operator', at, at + 2);
      alternatives.push([]);
      wanted = 'a-condition';
      at += 2;
      continue;
    }
    if (word === 'NOT' || word === 'AND') {
      mark('operator', at, at + 3);
      if (word === 'NOT') not = !not;
      wanted = 'a-condition';
      at += 3;
      continue;
    }
    if (text[at] === '-' && /[^\s-]/.test(text[at + 1] ?? ' ')) {
      mark('operator', at, at + 1);
      not = !not;
      at += 1;
      wanted = 'a-condition';
      continue;
    }
    const read = text[at] === '"' ? readPhrase(text, at) : (readMatcher(text, at, take) ?? readNamed(word, at) ?? readWord(word, at));
    if (!read.ok) return wrong(start, read);
    marks.push(...read.value.marks);
    alternatives.at(-1)?.push({ not, term: read.value.term });
    at = read.value.end;
    not = false;
    afterMatcher = read.value.term.kind === 'matcher';
    wanted = 'anything';
  }
  if (wanted === 'a-condition') return { query: fail('query-end', { column: text.length + 1 }), marks };
  return { query: ok(alternatives.filter((each) => each.length > 0)), marks };
}

type ReadTerm = Result<{ readonly term: QueryTerm; readonly end: number; readonly marks: readonly QueryMark[] }>;

function readWord(word: string, at: number): ReadTerm {
  const end = at + word.length;
  return ok({ term: { kind: 'word', text: plain(word) }, end, marks: [{ from: at, to: end, kind: 'word' }] });
}

function readPhrase(text: string, at: number): ReadTerm {
  const value = quotedText(text, at, 'kept');
  if (!value.ok) return value;
  const { end } = value.value;
  return ok({ term: { kind: 'word', text: plain(value.value.text) }, end, marks: [{ from: at, to: end, kind: 'word' }] });
}

/** `name="x"`, as in Alertmanager; without quotes the value ends at the next space. */
function readMatcher(text: string, at: number, take: (pattern: RegExp, from: number) => string): ReadTerm | null {
  const name = take(labelName, at);
  const sign = name === '' ? '' : take(matcherSign, at + name.length);
  if (sign === '') return null;
  const valueAt = at + name.length + sign.length;
  let end: number;
  let value: string;
  if (text[valueAt] === '"') {
    const read = quotedText(text, valueAt, 'kept');
    if (!read.ok) return read;
    ({ end, text: value } = read.value);
  } else {
    value = take(bareWord, valueAt);
    end = valueAt + value.length;
  }
  return ok({
    term: { kind: 'matcher', name, operator: sign as MatcherOperator, value, at: valueAt },
    end,
    marks: [
      { from: at, to: at + name.length, kind: 'key' },
      { from: at + name.length, to: valueAt, kind: 'operator' },
      { from: valueAt, to: end, kind: 'value' },
    ].filter(({ from, to }) => to > from) as QueryMark[],
  });
}

/** `grade:911` and its like, and `age>2h`; null where it is a plain word. */
function readNamed(word: string, at: number): ReadTerm | null {
  const age = /^age([<>])(.*)$/.exec(word);
  const named = age === null ? /^(grade|state|owner|source):(.*)$/.exec(word) : null;
  const [, key = '', value = ''] = age === null ? (named ?? []) : ['', 'age', age[2] ?? ''];
  if (age === null && named === null) return null;
  const valueAt = word.length - value.length;
  const term = age === null ? namedTerm(key, value) : ageTerm(age[1] === '>', value);
  if (term === null) return fail('query-value', { key, value: value === '' ? '…' : value, known: known[key] ?? '', column: at + valueAt + 1 });
  return ok({
    term,
    end: at + word.length,
    marks: [
      { from: at, to: at + valueAt, kind: 'key' },
      { from: at + valueAt, to: at + word.length, kind: 'value' },
    ],
  });
}

/** What may follow each key, for the hint. */
const known: Readonly<Record<string, string>> = {
  grade: queryGrades.join(', '),
  state: queryStates.join(', '),
  owner: 'me, none, kim',
  source: 'am',
  age: '90s, 10m, 2h, 1d',
};

function namedTerm(key: string, value: string): QueryTerm | null {
  const grade = queryGrades.find((each) => each === value);
  const state = queryStates.find((each) => each === value);
  switch (key) {
    case 'grade':
      return grade === undefined ? null : { kind: 'grade', grade };
    case 'state':
      return state === undefined ? null : { kind: 'state', state };
    case 'owner':
      return value === '' ? null : { kind: 'owner', owner: value };
    default:
      return value === '' ? null : { kind: 'source', source: value };
  }
}

function ageTerm(older: boolean, value: string): QueryTerm | null {
  const than = ageSpan(value);
  return than === null ? null : { kind: 'age', older, than };
}

/** Text as it is compared: one form of each letter, no capitals. */
export function plain(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
