/** A character that a reader cannot see, or that makes text read otherwise than it runs. */
export interface HiddenCharacter {
  readonly offset: number;
  /** `U+202E`. */
  readonly codePoint: string;
  readonly kind: 'hidden' | 'control';
}

/**
 * SECURITY: what is shown must be what runs (CVE-2021-42574, "Trojan Source"). Bidirectional controls, zero-width and
 * filler characters, tags, line separators that are none for a shell, and lone surrogates.
 */
const hidden =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]|\p{Cs}/u;

/** Control characters other than tab and newline: escape sequences, NUL, a carriage return on its own. */
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

const either = new RegExp(`${hidden.source}|${control.source}`, 'gu');

/** The text with every hidden or control character (tab and newline are none) as `show` writes it. */
export function withoutHidden(text: string, show: (character: string) => string): string {
  return text.replace(either, show);
}

/** The hidden characters of a text in order, at most `limit`. */
export function hiddenCharacters(text: string, limit = 20): HiddenCharacter[] {
  const found: HiddenCharacter[] = [];
  for (const match of text.matchAll(either)) {
    const code = match[0].codePointAt(0) ?? 0;
    found.push({
      offset: match.index,
      codePoint: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`,
      kind: control.test(match[0]) ? 'control' : 'hidden',
    });
    if (found.length >= limit) break;
  }
  return found;
}
