import { RE2JS } from 're2js';
import { fail, ok, type Failure, type Result } from '../errors';

export type MatcherOperator = '=' | '!=' | '=~' | '!~';

/** One Prometheus label matcher; a label that is absent counts as empty, as Prometheus has it. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatcherOperator;
  readonly value: string;
  readonly holds: (labels: Readonly<Record<string, string>>) => boolean;
}

const space = /[ \t\r\n]*/y;
const labelName = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const operator = /=~|!~|!=|=/y;

/**
 * Reads `severity=~"critical|page", job!="test"`: all must hold. Braces around the whole and a comma at the end are
 * accepted, because people paste selectors. A failure names the column, counted from 1.
 */
export function parseMatchers(text: string): Result<readonly Matcher[]> {
  let at = 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const skip = (char: string): boolean => {
    take(space);
    if (text[at] !== char) return false;
    at += 1;
    take(space);
    return true;
  };

  const matchers: Matcher[] = [];
  const braced = skip('{');
  take(space);
  while (at < text.length && !(braced && text[at] === '}')) {
    const name = take(labelName);
    if (name === null) return fail('matcher-name', { column: at + 1 });
    take(space);
    const sign = take(operator) as MatcherOperator | null;
    if (sign === null) return fail('matcher-operator', { column: at + 1 });
    take(space);
    const valueAt = at;
    const value = quotedText(text, at, 'refused');
    if (!value.ok) return value;
    at = value.value.end;
    const matcher = matcherOf(name, sign, value.value.text, valueAt + 1);
    if (!matcher.ok) return matcher;
    matchers.push(matcher.value);
    if (!skip(',')) break;
  }
  if (braced && !skip('}')) return fail('matcher-comma', { column: at + 1 });
  take(space);
  if (at < text.length) return fail('matcher-comma', { column: at + 1 });
  return matchers.length === 0 ? fail('matcher-empty', {}) : ok(matchers);
}

/** Where in its text a matcher failure is, counted from 1. */
export function matcherColumn(failure: Failure): number {
  const column = failure.values['column'];
  return typeof column === 'number' ? column : 1;
}

export function allHold(matchers: readonly Matcher[], labels: Readonly<Record<string, string>>): boolean {
  return matchers.every((matcher) => matcher.holds(labels));
}

/**
 * The text in double quotes that begins at `start`, and where it ends. \\ \" and \n stand for themselves; any other escape
 * is refused, or kept as it is written, for the regular expression to read.
 */
export function quotedText(text: string, start: number, otherEscapes: 'refused' | 'kept'): Result<{ readonly text: string; readonly end: number }> {
  if (text[start] !== '"') return fail('matcher-quote', { column: start + 1 });
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') return ok({ text: value, end: at + 1 });
    if (char !== '\\') {
      value += char;
      continue;
    }
    at += 1;
    const escaped = { '\\': '\\', '"': '"', n: '\n' }[text.charAt(at)];
    if (escaped === undefined && otherEscapes === 'refused') return fail('matcher-escape', { column: at });
    value += escaped ?? `\\${text.charAt(at)}`;
  }
  return fail('matcher-quote', { column: start + 1 });
}

/** A matcher from its parts; `column` is where its value stands, for the message. */
export function matcherOf(name: string, sign: MatcherOperator, value: string, column: number): Result<Matcher> {
  const label = (labels: Readonly<Record<string, string>>): string => (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? '';
  if (sign === '=' || sign === '!=') {
    const equal = sign === '=';
    return ok({ name, operator: sign, value, holds: (labels) => (label(labels) === value) === equal });
  }
  try {
    // SECURITY: labels are hostile and rules may be careless; RE2 matches in linear time whatever either of them holds.
    const pattern = RE2JS.compile(value);
    const wanted = sign === '=~';
    const matches = simplePattern(value) ?? ((text: string) => pattern.matches(text));
    return ok({ name, operator: sign, value, holds: (labels) => matches(label(labels)) === wanted });
  } catch (error) {
    return fail('matcher-regex', { column, why: error instanceof Error ? error.message : 'not a regular expression' });
  }
}

/**
 * Most patterns are plain texts with `.*` at an end, or some texts with `|` between: those need no engine, which counts
 * where a hundred thousand alerts are asked at every key. Null for all others.
 */
function simplePattern(pattern: string): ((text: string) => boolean) | null {
  if (/^[\w /:@%,;#=~<>!&-]+(?:\|[\w /:@%,;#=~<>!&-]+)*$/.test(pattern)) {
    const texts = new Set(pattern.split('|'));
    return (text) => texts.has(text);
  }
  const parts = /^(\.\*)?([\w /:@%,;#=~<>!&-]+)(\.\*)?$/.exec(pattern);
  if (parts === null) return null;
  const [, before, text = '', after] = parts;
  return (value) => {
    const at = before === undefined ? (value.startsWith(text) ? 0 : -1) : after === undefined ? (value.endsWith(text) ? value.length - text.length : -1) : value.indexOf(text);
    if (at < 0 || (after === undefined && at + text.length !== value.length)) return false;
    // A dot matches everything but a new line.
    return !value.includes('\n');
  };
}
