/** The languages that the console speaks. Every sentence exists in both; a missing one does not compile. */
export const locales = ['en', 'ko'] as const;
export type Locale = (typeof locales)[number];

/** One sentence in each language, with `{name}` where a value goes. */
export interface Text<T extends string = string> {
  readonly en: T;
  readonly ko: string;
}

export type TextValues = Readonly<Record<string, string | number>>;

/** The names in a template: `'{host} is gone'` gives `'host'`. */
export type NamesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

/**
 * Puts values into a template. A name without a value stays visible as `{name}`, so that a mistake is seen and not
 * silently swallowed. Values are inserted as they are: whoever shows the sentence shows it as text.
 */
export function fill(template: string, values: TextValues): string {
  return template.replace(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/**
 * The same text, kept in as few bytes as it needs. One cut out of a file with a single Korean letter takes two bytes a
 * letter, and so does whatever it becomes a part of.
 */
export function narrow(text: string): string {
  return [...text].join('');
}
