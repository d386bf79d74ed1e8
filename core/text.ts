/** The languages that the console speaks. Every sentence exists in both; a missing one does not compile. */
export const locales = ['en', 'ko'] as const;
export type Locale = (typeof locales)[number];

/** One sentence in each language, with `{name}` where a value goes. */
export interface Text<T extends string = string> {
  readonly en: T;
  readonly ko: string;
}

export type TextValues = Readonly<Record<string, string | number>>;

/** The names in a template: `'{host} is gone'` gives `'host'`, and `'{n:host|hosts}'` gives `'n'`. */
export type NamesIn<T extends string> = T extends `${string}{${infer Slot}}${infer Rest}`
  ? NameOf<Slot> | NamesIn<Rest>
  : never;

type NameOf<Slot extends string> = Slot extends `${infer Name}:${string}` ? Name : Slot;

/**
 * Puts values into a template. A name without a value stays visible as `{name}`, so that a mistake is seen and not
 * silently swallowed; `{n:host|hosts}` is the first word where `n` is 1. Values are inserted as they are: whoever shows
 * the sentence shows it as text.
 */
export function fill(template: string, values: TextValues): string {
  return template.replace(
    /\{([a-zA-Z][a-zA-Z0-9]*)(?::([^{}|]*)\|([^{}|]*))?\}/g,
    (whole, name: string, one: string | undefined, many: string | undefined) => {
      if (!Object.hasOwn(values, name)) return whole;
      if (one === undefined || many === undefined) return String(values[name]);
      return Number(values[name]) === 1 ? one : many;
    },
  );
}

/**
 * The same text, kept in as few bytes as it needs. One cut out of a file with a single Korean letter takes two bytes a
 * letter, and so does whatever it becomes a part of.
 */
export function narrow(text: string): string {
  return [...text].join('');
}
