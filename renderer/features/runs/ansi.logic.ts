/** The colours of a terminal, mapped to the colours of the theme. */
export type Hue = 'grey' | 'red' | 'green' | 'amber' | 'blue' | 'purple' | 'cyan' | 'plain';

/** How text looks from here on. */
export interface Look {
  readonly ink: Hue;
  readonly ground: Hue | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
}

/** A piece of a line with one look. `inert`: a control character drawn as a picture of itself. */
export interface Span {
  readonly text: string;
  readonly look: Look;
  readonly inert: boolean;
}

export const noLook: Look = { ink: 'plain', ground: null, bold: false, dim: false, underline: false };

/** A line longer than this is cut in the view, characters. */
export const longestLine = 4_000;

const basic: readonly Hue[] = ['grey', 'red', 'green', 'amber', 'blue', 'purple', 'cyan', 'plain'];

/** Select Graphic Rendition, the only escape that is honoured. ECMA-48, 8.3.117. */
const sgr = /\u001b\[([0-9;:]*)m/g;

/** What must never act: controls (tab aside), bidirectional marks, what has no width. */
const unseen = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Anything beyond plain ASCII; most lines hold none of it. */
const needsCare = /[^\t\u0020-\u007e]/;

/** The look in force behind a text. */
export function lookAfter(text: string, look: Look): Look {
  if (!text.includes('\u001b[')) return look;
  let after = look;
  for (const match of text.matchAll(sgr)) after = changed(after, match[1] ?? '');
  return after;
}

/** A line without colours, its controls left out: what is searched. */
export function plainText(raw: string): string {
  if (!needsCare.test(raw)) return raw.slice(0, longestLine);
  return visible(raw).replace(sgr, '').replace(unseen, '').slice(0, longestLine);
}

/** A line as pieces; whatever is no colour stays visible as a picture of itself and does nothing (law 10). */
export function spansOf(raw: string, start: Look): readonly Span[] {
  const shown = visible(raw);
  let look = lookAfter(raw.slice(0, raw.lastIndexOf(shown)), start);
  const spans: Span[] = [];
  let length = 0;
  const put = (text: string, inert: boolean): void => {
    const kept = text.slice(0, Math.max(0, longestLine - length));
    length += kept.length;
    if (kept !== '') spans.push({ text: kept, look, inert });
  };
  const putAll = (text: string): void => {
    let at = 0;
    for (const match of text.matchAll(unseen)) {
      put(text.slice(at, match.index), false);
      put(picture(match[0]), true);
      at = match.index + match[0].length;
    }
    put(text.slice(at), false);
  };
  let at = 0;
  for (const match of shown.matchAll(sgr)) {
    putAll(shown.slice(at, match.index));
    look = changed(look, match[1] ?? '');
    at = match.index + match[0].length;
  }
  putAll(shown.slice(at));
  return spans;
}

/** The classes of a span; the theme says what they look like. */
export function classOf({ look, inert }: Span): string {
  return [
    `ansi-${look.ink}`,
    look.ground === null ? '' : `ansi-on-${look.ground}`,
    look.bold ? 'ansi-bold' : '',
    look.dim ? 'ansi-dim' : '',
    look.underline ? 'ansi-underline' : '',
    inert ? 'ansi-inert' : '',
  ]
    .filter((name) => name !== '')
    .join(' ');
}

/** A carriage return redraws the line: what was drawn last is what a terminal would end up showing. */
function visible(raw: string): string {
  const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  return line.slice(line.lastIndexOf('\r') + 1);
}

function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

function changed(look: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map(Number);
  let after = look;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0;
    if (code === 38 || code === 48) {
      const [hue, used] = extended(codes.slice(at + 1));
      if (hue !== null) after = code === 38 ? { ...after, ink: hue } : { ...after, ground: hue };
      at += used;
    } else after = one(after, code);
  }
  return after;
}

function one(look: Look, code: number): Look {
  if (code === 0) return noLook;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 4) return { ...look, underline: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 24) return { ...look, underline: false };
  if (code === 39) return { ...look, ink: 'plain' };
  if (code === 49) return { ...look, ground: null };
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) return { ...look, ink: basic[code % 10] ?? 'plain' };
  if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) return { ...look, ground: basic[code % 10] ?? null };
  return look;
}

/** `5;N` of 256 colours, `2;R;G;B` of all; gives the nearest hue and how many numbers it took. */
function extended(codes: readonly number[]): readonly [Hue | null, number] {
  if (codes[0] === 5) return [hueOfIndex(codes[1] ?? -1), 2];
  if (codes[0] === 2) return [hueOf(codes[1] ?? 0, codes[2] ?? 0, codes[3] ?? 0), 4];
  return [null, 0];
}

function hueOfIndex(index: number): Hue | null {
  if (!Number.isInteger(index) || index < 0 || index > 255) return null;
  if (index < 16) return basic[index % 8] ?? null;
  if (index >= 232) return index < 244 ? 'grey' : 'plain';
  const cube = index - 16;
  return hueOf(Math.floor(cube / 36) * 51, (Math.floor(cube / 6) % 6) * 51, (cube % 6) * 51);
}

function hueOf(red: number, green: number, blue: number): Hue {
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  if (most - least < 48) return most < 128 ? 'grey' : 'plain';
  const middle = (most + least) / 2;
  const bits = (red > middle ? 1 : 0) + (green > middle ? 2 : 0) + (blue > middle ? 4 : 0);
  return basic[bits] ?? 'plain';
}
