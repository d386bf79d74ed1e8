/** Where the focus is: in text (letters are text), on a list of choices (letters jump), on something that Enter or Space presses. */
export type Focus = 'text' | 'choice' | 'press' | 'none';

/** A key going down, reduced to what decides. */
export interface KeyPress {
  /** The physical key, so that it works in Hangul mode (decisions.md 32). */
  readonly code: string;
  /** What it prints: punctuation moves about between layouts. */
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly repeat: boolean;
  readonly composing: boolean;
  readonly focus: Focus;
}

/** A key that does something while its screen is shown. */
export interface Shortcut {
  /** Stable name, e.g. `alerts.ack`. */
  readonly id: string;
  /** What is printed on the key: `a`, `9`, `!`, `Enter`. */
  readonly keys: string;
  /** What it does, in the user's language: key sheet, hints and palette all show this one. */
  readonly title: string;
  readonly run: () => void;
  /** Moving the cursor may repeat while a key is held; an act never does. */
  readonly repeats?: boolean;
  /** Shown in the line at the bottom. */
  readonly hint?: boolean;
  /** Left out of the palette (moving, selecting). */
  readonly hidden?: boolean;
}

/** What the window knows when a key goes down. */
export interface KeyContext {
  readonly now: number;
  readonly sounding: boolean;
  /** When the last ring ended, epoch ms; null = none did. */
  readonly ringEndedAt: number | null;
  /** Space is still down from a press that was taken: its repeats are taken too. */
  readonly spaceTaken: boolean;
  /** When `g` was pressed; null = it was not. */
  readonly chordAt: number | null;
  /** A dialog is open: only Silence and Esc pass it. */
  readonly dialog: boolean;
  readonly shortcuts: readonly Shortcut[];
}

export type KeyDecision =
  | { readonly kind: 'pass' }
  | { readonly kind: 'swallow' }
  | { readonly kind: 'silence' }
  | { readonly kind: 'chord' }
  | { readonly kind: 'go'; readonly letter: string }
  | { readonly kind: 'go-number'; readonly number: number }
  /** `g` and a digit: a saved view of the alerts. */
  | { readonly kind: 'view'; readonly number: number }
  | { readonly kind: 'palette' }
  | { readonly kind: 'sheet' }
  | { readonly kind: 'back' }
  | { readonly kind: 'shortcut'; readonly shortcut: Shortcut };

/** How long Space presses nothing after a ring ended, ms (decisions.md 33). */
const spaceRest = 2000;
/** How long `g` waits for its letter, ms. */
export const chordWait = 1500;

const pass: KeyDecision = { kind: 'pass' };
const swallow: KeyDecision = { kind: 'swallow' };

const punctuation: Readonly<Record<string, { readonly code: string; readonly shift: boolean }>> = {
  '/': { code: 'Slash', shift: false },
  '?': { code: 'Slash', shift: true },
  '!': { code: 'Digit1', shift: true },
};

/** Whether a press is the key that a shortcut names. Shift changes nothing except where the character needs it. */
export function matches(keys: string, press: Pick<KeyPress, 'code' | 'key' | 'shift'>): boolean {
  const mark = punctuation[keys];
  if (mark !== undefined) return press.key === keys || (press.code === mark.code && press.shift === mark.shift);
  if (/^[a-z]$/.test(keys)) return press.code === `Key${keys.toUpperCase()}`;
  if (/^[0-9]$/.test(keys)) return press.code === `Digit${keys}` || press.code === `Numpad${keys}`;
  if (keys === '↓') return press.code === 'ArrowDown';
  if (keys === '↑') return press.code === 'ArrowUp';
  return press.code === keys || (keys === 'Enter' && press.code === 'NumpadEnter');
}

function decideSilence(press: KeyPress, context: KeyContext): KeyDecision | null {
  if (press.code === 'F9') return press.repeat ? swallow : context.sounding ? { kind: 'silence' } : null;
  if (press.code !== 'Space') return null;
  if (press.repeat && context.spaceTaken) return swallow;
  if (press.focus === 'text' || press.composing) return null;
  if (context.sounding) return press.repeat ? swallow : { kind: 'silence' };
  const resting = context.ringEndedAt !== null && context.now - context.ringEndedAt < spaceRest;
  return resting ? swallow : null;
}

function letterOf(code: string): string | null {
  return /^Key[A-Z]$/.test(code) ? code.slice(3).toLowerCase() : null;
}

/** What a key does. Pure: the window only carries it out (ui.md "Keys", decisions.md 32 and 33). */
export function decide(press: KeyPress, context: KeyContext): KeyDecision {
  const silence = decideSilence(press, context);
  if (silence !== null) return silence;
  if (press.composing) return pass;

  const control = press.ctrl || press.meta;
  if (control && !press.alt && !press.shift && press.code === 'KeyK') {
    return press.repeat ? swallow : context.dialog ? pass : { kind: 'palette' };
  }
  if (press.alt && !control && /^Digit[1-9]$/.test(press.code)) {
    return press.repeat ? swallow : context.dialog ? pass : { kind: 'go-number', number: Number(press.code.slice(5)) };
  }
  if (control || press.alt || context.dialog) return pass;
  if (press.code === 'Escape') return press.repeat ? swallow : { kind: 'back' };
  if (press.focus === 'text' || press.focus === 'choice') return pass;

  if (context.chordAt !== null && context.now - context.chordAt < chordWait) {
    const letter = letterOf(press.code);
    if (letter !== null) return press.repeat ? swallow : { kind: 'go', letter };
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
    if (digit !== undefined && !press.shift) return press.repeat ? swallow : { kind: 'view', number: Number(digit) };
  }
  if (press.code === 'KeyG') return press.repeat ? swallow : { kind: 'chord' };
  if (matches('?', press)) return press.repeat ? swallow : { kind: 'sheet' };
  // A focused button or link owns Enter: acting on the row as well would act twice.
  if (press.focus === 'press' && (press.code === 'Enter' || press.code === 'NumpadEnter' || press.code === 'Space'))
    return pass;

  const shortcut = context.shortcuts.find((each) => matches(each.keys, press));
  if (shortcut === undefined) return pass;
  return press.repeat && shortcut.repeats !== true ? swallow : { kind: 'shortcut', shortcut };
}
