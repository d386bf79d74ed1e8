import type { Tone } from '../../ui/tone';

/** A piece of a line with one look. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
  readonly bold: boolean;
}

export type Line = readonly Span[];

/** Output read so far: whole lines, the unfinished one, and the look in force. Immutable; `append` gives the next. */
export interface OutputText {
  readonly lines: readonly Line[];
  /** Lines that were let go at the top to bound memory; they stay in the transcript. */
  readonly dropped: number;
  readonly rest: string;
  readonly tone: Tone;
  readonly bold: boolean;
  /** Index (in `lines`) of the first line that looks like an error, or -1. */
  readonly firstError: number;
}

export const emptyOutput: OutputText = { lines: [], dropped: 0, rest: '', tone: 'plain', bold: false, firstError: -1 };

/** More lines than this are kept on disk only. */
const keptLines = 50_000;

/** A line longer than this is cut in the view, characters. */
const longestLine = 4_000;

/** SGR colours become tones; everything else that an escape could ask for is dropped (law 10). */
const tones: Readonly<Record<number, Tone>> = { 31: 'red', 32: 'green', 33: 'amber', 34: 'blue', 35: 'purple', 36: 'blue', 90: 'grey', 91: 'red', 92: 'green', 93: 'amber', 94: 'blue', 95: 'purple', 96: 'blue' };

// CSI ... final byte | OSC/DCS/APC/PM/SOS ... terminator | two-character escapes | the 8-bit forms.
 
const escape = /\u001b\[([0-?]*)[ -/]*([@-~])|\u001b[\]PX^_][^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]/g;

 
const inert = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

const troubled = /\b(error|failed|failure|fatal|panic|denied|cannot|no such)\b/i;

/** Adds what came; an unfinished line or escape waits for the rest. */
export function append(before: OutputText, text: string): OutputText {
  const pieces = (before.rest + text).split('\n');
  const rest = pieces.pop() ?? '';
  let { tone, bold, firstError } = before;
  const fresh: Line[] = [];
  for (const piece of pieces) {
    const styled = style(piece, tone, bold);
    ({ tone, bold } = styled);
    fresh.push(styled.line);
    if (firstError === -1 && troubled.test(plain(styled.line))) firstError = before.lines.length + fresh.length - 1;
  }
  const all = fresh.length === 0 ? before.lines : [...before.lines, ...fresh];
  const excess = Math.max(0, all.length - keptLines);
  return {
    lines: excess === 0 ? all : all.slice(excess),
    dropped: before.dropped + excess,
    rest: rest.slice(0, longestLine * 4),
    tone,
    bold,
    firstError: firstError < 0 ? -1 : Math.max(0, firstError - excess),
  };
}

/** Every line to show, the unfinished one included. */
export function shownLines(output: OutputText): readonly Line[] {
  return output.rest === '' ? output.lines : [...output.lines, style(output.rest, output.tone, output.bold).line];
}

export function plain(line: Line): string {
  return line.map((span) => span.text).join('');
}

/** Line numbers that hold a text, case ignored. */
export function find(lines: readonly Line[], text: string): readonly number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  return lines.flatMap((line, at) => (plain(line).toLowerCase().includes(wanted) ? [at] : []));
}

function style(raw: string, startTone: Tone, startBold: boolean): { readonly line: Line; readonly tone: Tone; readonly bold: boolean } {
  // A carriage return redraws the line: what was last drawn is what a terminal would show.
  const piece = raw.replace(/\r$/, '').split('\r').at(-1) ?? '';
  const line: Span[] = [];
  let tone = startTone;
  let bold = startBold;
  let length = 0;
  const put = (text: string): void => {
    const clean = text.replace(inert, '').slice(0, Math.max(0, longestLine - length));
    length += clean.length;
    if (clean !== '') line.push({ text: clean, tone, bold });
  };
  let at = 0;
  for (const match of piece.matchAll(escape)) {
    put(piece.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] === 'm') {
      for (const code of (match[1] ?? '').split(';').map(Number)) {
        if (code === 0) {
          tone = 'plain';
          bold = false;
        } else if (code === 1) bold = true;
        else if (code === 22) bold = false;
        else if (code === 39) tone = 'plain';
        else tone = tones[code] ?? tone;
      }
    }
  }
  put(piece.slice(at));
  return { line, tone, bold };
}
