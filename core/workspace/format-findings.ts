import type { Finding } from '../runbook/runbook';
import type { Locale } from '../text';

/**
 * Control, format and bidirectional characters as their code point: a file name or a key from a workspace must not move
 * the cursor, colour the line or turn it around.
 */
function harmless(text: string): string {
  // SECURITY: law 10, everything from the files is shown as text, also in a terminal.
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (letter) => `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`);
}

/** Findings as lines for a terminal, `file:line:column: error rule: message — hint`, in the order of the files. */
export function formatFindings(findings: readonly Finding[], locale: Locale): string[] {
  return findings.map(({ file, line, column, severity, rule, message, hint }) =>
    harmless(`${file}:${line}:${column}: ${severity} ${rule}: ${message[locale]} — ${hint[locale]}`),
  );
}
