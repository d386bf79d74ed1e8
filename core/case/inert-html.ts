import { withoutHidden } from '../runbook/hidden-characters';

/** Text that is markup already: made by `html` here, never from outside. */
export interface Markup {
  readonly markup: string;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * SECURITY: text from outside becomes text and nothing else (law 10): no tag, no attribute, no reference, and hidden and
 * control characters stand as code points, so that nothing reads otherwise than it is.
 */
export function inertText(text: string): string {
  return withoutHidden(text, (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`).replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

/** A template whose values are inert text, except for what is markup already. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | number | Markup | readonly Markup[])[]): Markup {
  const written = values.map((value) => {
    if (typeof value === 'string' || typeof value === 'number') return inertText(String(value));
    return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
  });
  return { markup: parts.map((part, at) => part + (written[at] ?? '')).join('') };
}
