import { fill, type NamesIn, type Text } from '../text';
import type { Finding } from '../runbook/runbook';
import { nearest } from '../runbook/nearest';
import { findingRules, type FindingRule, type FindingRuleName } from './finding-rules';

/** A place in a file, 1-based, as editors count. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

type ValuesOf<R extends FindingRuleName> = NamesIn<
  (typeof findingRules)[R]['message']['en'] | (typeof findingRules)[R]['hint']['en']
>;

/** A value that reads differently in the two languages. */
export type Worded = string | number | Text;

function word(value: Worded, locale: 'en' | 'ko'): string | number {
  return typeof value === 'object' ? value[locale] : value;
}

/** Makes a finding; `hint` stands in where the rule's own one can be said better. */
export function finding<R extends FindingRuleName>(
  place: Place,
  rule: R,
  values: Readonly<Record<ValuesOf<R>, Worded>>,
  hint?: Text,
): Finding {
  return findingOf(place, rule, findingRules[rule], values, hint);
}

/** A rule of any table, with its values put in. */
export function findingOf(
  { file, line, column }: Place,
  rule: string,
  spec: FindingRule,
  values: Readonly<Record<string, Worded>>,
  hint?: Text,
): Finding {
  const say = (locale: 'en' | 'ko', template: string): string =>
    fill(template, Object.fromEntries(Object.entries<Worded>(values).map(([name, value]) => [name, word(value, locale)])));
  return {
    file,
    line,
    column,
    severity: spec.severity,
    rule,
    message: { en: say('en', spec.message.en), ko: say('ko', spec.message.ko) },
    hint: hint ?? { en: say('en', spec.hint.en), ko: say('ko', spec.hint.ko) },
  };
}

const listed = 12;

/** What was probably meant, or else what is known here. Undefined where nothing is known at all. */
export function didYouMean(written: string, known: readonly string[]): Text | undefined {
  const near = nearest(written, known);
  if (near !== null) return { en: `Did you mean "${near}"?`, ko: `혹시 "${near}"을(를) 뜻하셨습니까?` };
  if (known.length === 0) return undefined;
  const names = `${known.slice(0, listed).join(', ')}${known.length > listed ? ', ...' : ''}`;
  return { en: `Known here: ${names}.`, ko: `여기서 쓸 수 있는 이름: ${names}.` };
}

/** Text from a file as part of a sentence: on one line and not endless. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
