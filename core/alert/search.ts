import { ok, type Result } from '../errors';
import { allHold, parseMatchers } from './matcher';
import type { AlertRecord } from './record';

/** Says whether an alert is meant. */
export type Search = (record: AlertRecord) => boolean;

const quotedMatcher = /[a-zA-Z_][a-zA-Z0-9_]*\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*"?,?/g;
const bareMatcher = /^([a-zA-Z_][a-zA-Z0-9_]*)(=~|!~|!=|=)([^"].*)$/;

/** Reads what stands in the search field: words that must all occur somewhere, and matchers, `disk severity="critical"`. */
export function parseSearch(text: string): Result<Search> {
  const matcherTexts = [...(text.match(quotedMatcher) ?? [])];
  const words: string[] = [];
  for (const word of text.replace(quotedMatcher, ' ').split(/\s+/)) {
    const bare = bareMatcher.exec(word);
    if (bare !== null) matcherTexts.push(`${bare[1] ?? ''}${bare[2] ?? ''}${JSON.stringify(bare[3] ?? '')}`);
    else if (word !== '') words.push(word.toLowerCase());
  }
  if (matcherTexts.length === 0) return ok((record) => hasWords(record, words));
  const matchers = parseMatchers(matcherTexts.map((each) => each.replace(/,$/, '')).join(','));
  if (!matchers.ok) return matchers;
  return ok((record) => allHold(matchers.value, record.labels) && hasWords(record, words));
}

/** The searchable text of a record, made once: a key press must not lower-case 100,000 alerts. */
const texts = new WeakMap<AlertRecord, string>();

function hasWords(record: AlertRecord, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  let text = texts.get(record);
  if (text === undefined) {
    const parts = [record.title, record.id, record.source, ...Object.entries(record.labels).flat(), ...Object.values(record.annotations)];
    text = parts.join('\n').toLowerCase();
    texts.set(record, text);
  }
  return words.every((word) => text.includes(word));
}
