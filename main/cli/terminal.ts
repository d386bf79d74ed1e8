import type { Failure, Result } from '../../core/errors';
import { explain, failures, type ExitCode, type FailureSpec } from '../../core/errors';
import { withoutHidden } from '../../core/runbook/hidden-characters';
import type { Locale } from '../../core/text';
import type { ShellScreen } from './shell-screen';

/** Where a command writes and asks. The same commands serve this process and one that called through the desk's socket. */
export interface Terminal {
  readonly json: boolean;
  readonly locale: Locale;
  /** The folder that the user stands in. */
  readonly cwd: string;
  /** Aborted by Ctrl-C, or when the caller went away. */
  readonly interrupted: AbortSignal;
  out(line: string): void;
  err(line: string): void;
  /** Asks a person at a real terminal; null where nobody can answer. */
  ask(question: string, hidden: boolean): Promise<string | null>;
  /** A real terminal that a shell can be put through; null where the command was handed over, or stands in a pipe. */
  readonly screen: ShellScreen | null;
}

export type Exit = 0 | ExitCode;

/** Says what went wrong, on stderr, and gives the exit code that belongs to it. */
export function complain(terminal: Pick<Terminal, 'json' | 'locale' | 'err'>, error: Failure): ExitCode {
  const { message, hint } = explain(error, terminal.locale);
  if (terminal.json) terminal.err(JSON.stringify({ error: error.code, message, hint, values: error.values }));
  else {
    terminal.err(`breakglass: ${printable(message)}`);
    terminal.err(`  ${printable(hint)}`);
  }
  const spec: FailureSpec = failures[error.code];
  return spec.exit;
}

/** Shows a value as one JSON document or as text, or says why there is none. */
export function answer<T>(terminal: Pick<Terminal, 'json' | 'locale' | 'out' | 'err'>, result: Result<T>, text: (value: T) => readonly string[], json: (value: T) => unknown = (value) => value): Exit {
  if (!result.ok) return complain(terminal, result.error);
  if (terminal.json) terminal.out(JSON.stringify(json(result.value)));
  else for (const line of text(result.value)) terminal.out(printable(line));
  return 0;
}

/**
 * One line of text from outside as it may reach a terminal: control and hidden characters and the ones that reorder text
 * become visible code points, so that no label or output can move the cursor, recolour, answer back, or add a line of
 * its own (law 10).
 */
export function printable(text: string): string {
  return withoutHidden(text, codePoint).replaceAll('\n', codePoint);
}

/**
 * SECURITY: the last wall before a terminal, for whatever a command forgot. JSON keeps its meaning: what it leaves raw
 * (U+009B begins an escape sequence, too) is written as an escape of its own.
 */
export function tame(text: string, json: boolean): string {
  return withoutHidden(text, json ? jsonEscape : codePoint);
}

function codePoint(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
}

function jsonEscape(character: string): string {
  return Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');
}

/** `2 h 05 min`, `41 s`: ages as people say them. */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${String(hours)} h ${String(minutes % 60).padStart(2, '0')} min` : `${String(Math.floor(hours / 24))} d`;
}

/** A moment as ISO 8601 in UTC: what logs and other tools can sort. */
export function moment(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
