import { fill, type Locale, type TextValues } from '../../core/text';
import en from './en.json';
import ko from './ko.json';

/** The name of a sentence of the screens. */
export type Key = keyof typeof en;

// Each file must have every key of the other: a sentence that is missing in either language does not compile.
const english: Readonly<Record<keyof typeof ko, string>> = en;
const korean: Readonly<Record<Key, string>> = ko;
const texts = { en: english, ko: korean };

/** A sentence in a language, with its values put in; `{n:alert|alerts}` is the first word where `n` is 1. */
export type Translate = (key: Key, values?: TextValues) => string;

export function translate(locale: Locale, key: Key, values: TextValues = {}): string {
  return fill(texts[locale][key], Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'number' ? grouped(value) : value])));
}

/** `59,609`: both languages group alike. Small numbers, years and ports among them, stay as they are. */
function grouped(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 10_000 ? value.toLocaleString('en') : String(value);
}
