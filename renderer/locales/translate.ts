import { fill, type Locale, type TextValues } from '../../core/text';
import en from './en.json';
import ko from './ko.json';

/** The name of a sentence of the screens. A key that is missing in either language does not compile. */
export type Key = keyof typeof en & keyof typeof ko;

const texts = { en, ko } satisfies Record<Locale, Record<keyof typeof en, string> & Record<keyof typeof ko, string>>;

/** A sentence in a language, with its values put in. */
export type Translate = (key: Key, values?: TextValues) => string;

export function translate(locale: Locale, key: Key, values: TextValues = {}): string {
  return fill(texts[locale][key], values);
}
