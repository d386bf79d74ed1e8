import { fill, type Locale, type TextValues } from '../../core/text';
import en from './en.json';
import ko from './ko.json';

/** The name of a sentence of the screens. */
export type Key = keyof typeof en;

// Each file must have every key of the other: a sentence that is missing in either language does not compile.
const english: Readonly<Record<keyof typeof ko, string>> = en;
const korean: Readonly<Record<Key, string>> = ko;
const texts = { en: english, ko: korean };

/** A sentence in a language, with its values put in. */
export type Translate = (key: Key, values?: TextValues) => string;

export function translate(locale: Locale, key: Key, values: TextValues = {}): string {
  return fill(texts[locale][key], values);
}
