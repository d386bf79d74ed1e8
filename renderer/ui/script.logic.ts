/** A piece of a script: plain, or a character that could fool the eye, as its code point. */
export interface ScriptPart {
  readonly text: string;
  readonly codePoint: boolean;
}

/**
 * Cuts a line so that everything beyond printable ASCII is named by its code point (formats.md): a letter that only looks
 * like another, or that nobody can see, must not hide in what is about to run.
 */
export function scriptParts(line: string): readonly ScriptPart[] {
  const parts: ScriptPart[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push({ text: plain, codePoint: false });
    plain = '';
  };
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 9 || (code >= 0x20 && code < 0x7f)) plain += character;
    else {
      flush();
      parts.push({ text: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`, codePoint: true });
    }
  }
  flush();
  return parts;
}
