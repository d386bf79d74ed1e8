import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, matches, type KeyContext, type KeyPress, type Shortcut } from './keys.logic';

const shortcut = (keys: string, repeats = false): Shortcut => ({
  id: `test.${keys}`,
  keys,
  title: keys,
  run: () => undefined,
  repeats,
});
const ack = shortcut('a');
const down = shortcut('j', true);
const ring = shortcut('!');
const search = shortcut('/');
const open = shortcut('Enter');

const press = (code: string, change: Partial<KeyPress> = {}): KeyPress => ({
  code,
  key: '',
  shift: false,
  ctrl: false,
  alt: false,
  meta: false,
  repeat: false,
  composing: false,
  focus: 'none',
  ...change,
});
const context = (change: Partial<KeyContext> = {}): KeyContext => ({
  now: 100_000,
  sounding: false,
  ringEndedAt: null,
  spaceTaken: false,
  chordAt: null,
  dialog: false,
  shortcuts: [ack, down, ring, search, open],
  ...change,
});

describe('single keys', () => {
  it('act by the physical key, so that Hangul mode works', () => {
    expect(decide(press('KeyA', { key: 'ㅁ' }), context())).toEqual({ kind: 'shortcut', shortcut: ack });
  });

  it('are not suspended by Shift', () => {
    expect(decide(press('KeyA', { key: 'A', shift: true }), context())).toEqual({ kind: 'shortcut', shortcut: ack });
  });

  it.each(['ctrl', 'alt', 'meta'] as const)('are suspended by %s', (held) => {
    expect(decide(press('KeyA', { [held]: true }), context())).toEqual({ kind: 'pass' });
  });

  it.each(['text', 'choice'] as const)('never fire with the focus in %s', (focus) => {
    for (const code of ['KeyA', 'KeyJ', 'KeyG', 'Slash', 'Enter', 'Digit9']) {
      expect(decide(press(code, { focus }), context())).toEqual({ kind: 'pass' });
    }
  });

  it('never fire while composing', () => {
    expect(decide(press('KeyA', { composing: true }), context())).toEqual({ kind: 'pass' });
  });

  it('never fire behind a dialog', () => {
    expect(decide(press('KeyA'), context({ dialog: true }))).toEqual({ kind: 'pass' });
  });

  it('leave Enter and Space to a focused button', () => {
    expect(decide(press('Enter', { focus: 'press' }), context())).toEqual({ kind: 'pass' });
    expect(decide(press('Enter'), context())).toEqual({ kind: 'shortcut', shortcut: open });
    expect(decide(press('KeyA', { focus: 'press' }), context())).toEqual({ kind: 'shortcut', shortcut: ack });
  });

  it('repeat for moving and never for an act', () => {
    expect(decide(press('KeyJ', { repeat: true }), context())).toEqual({ kind: 'shortcut', shortcut: down });
    expect(decide(press('KeyA', { repeat: true }), context())).toEqual({ kind: 'swallow' });
  });

  it('tell ! from 1 and ? from /', () => {
    expect(decide(press('Digit1', { key: '!', shift: true }), context())).toEqual({ kind: 'shortcut', shortcut: ring });
    expect(decide(press('Digit1', { key: '1' }), context())).toEqual({ kind: 'pass' });
    expect(decide(press('Slash', { key: '/' }), context())).toEqual({ kind: 'shortcut', shortcut: search });
    expect(decide(press('Slash', { key: '?', shift: true }), context())).toEqual({ kind: 'sheet' });
  });

  it('find punctuation where another layout prints it', () => {
    expect(matches('/', press('Digit7', { key: '/', shift: true }))).toBe(true);
    expect(matches('9', press('Numpad9', { key: '9' }))).toBe(true);
  });
});

describe('going to a screen', () => {
  it('is g, then a letter within a moment', () => {
    expect(decide(press('KeyG'), context())).toEqual({ kind: 'chord' });
    expect(decide(press('KeyA', { key: 'ㅁ' }), context({ chordAt: 99_000 }))).toEqual({ kind: 'go', letter: 'a' });
    expect(decide(press('KeyA'), context({ chordAt: 98_000 }))).toEqual({ kind: 'shortcut', shortcut: ack });
  });

  it('is Alt and a number, even from a text field', () => {
    expect(decide(press('Digit3', { alt: true, focus: 'text' }), context())).toEqual({ kind: 'go-number', number: 3 });
  });

  it('is the palette with Ctrl+K or Cmd+K, even from a text field', () => {
    expect(decide(press('KeyK', { ctrl: true, focus: 'text' }), context())).toEqual({ kind: 'palette' });
    expect(decide(press('KeyK', { meta: true }), context())).toEqual({ kind: 'palette' });
  });

  it('is one layer back with Esc', () => {
    expect(decide(press('Escape', { focus: 'text' }), context())).toEqual({ kind: 'back' });
    expect(decide(press('Escape'), context({ dialog: true }))).toEqual({ kind: 'pass' });
  });
});

describe('Space and F9', () => {
  const sounding = context({ sounding: true });

  it('silence from anywhere but a text field', () => {
    for (const focus of ['none', 'press', 'choice'] as const) {
      expect(decide(press('Space', { focus }), sounding)).toEqual({ kind: 'silence' });
      expect(decide(press('Space', { focus }), context({ sounding: true, dialog: true }))).toEqual({ kind: 'silence' });
    }
    expect(decide(press('Space', { focus: 'text' }), sounding)).toEqual({ kind: 'pass' });
  });

  it('F9 silences from a text field too, in a dialog, while composing, with modifiers', () => {
    const hand = press('F9', { focus: 'text', composing: true, ctrl: true, shift: true });
    expect(decide(hand, context({ sounding: true, dialog: true }))).toEqual({ kind: 'silence' });
  });

  it('do nothing of their own when all is quiet', () => {
    expect(decide(press('Space', { focus: 'press' }), context())).toEqual({ kind: 'pass' });
    expect(decide(press('F9'), context())).toEqual({ kind: 'pass' });
  });

  it('silence once, however long they are held', () => {
    expect(decide(press('Space', { repeat: true }), sounding)).toEqual({ kind: 'swallow' });
    expect(decide(press('F9', { repeat: true }), sounding)).toEqual({ kind: 'swallow' });
  });

  it('Space presses nothing for two seconds after a ring, and while it is still held', () => {
    expect(decide(press('Space', { focus: 'press' }), context({ ringEndedAt: 98_001 }))).toEqual({ kind: 'swallow' });
    expect(decide(press('Space', { focus: 'press' }), context({ ringEndedAt: 98_000 }))).toEqual({ kind: 'pass' });
    expect(
      decide(press('Space', { focus: 'press', repeat: true }), context({ ringEndedAt: 1, spaceTaken: true })),
    ).toEqual({ kind: 'swallow' });
  });

  it('Space types in a text field even right after a ring', () => {
    expect(decide(press('Space', { focus: 'text' }), context({ ringEndedAt: 99_999 }))).toEqual({ kind: 'pass' });
  });
});

it('law: no repeat of any key is ever an act', () => {
  const code = fc.constantFrom(
    'KeyA',
    'KeyG',
    'KeyK',
    'Digit9',
    'Digit1',
    'Slash',
    'Enter',
    'Space',
    'F9',
    'Escape',
    'KeyJ',
  );
  const focus = fc.constantFrom('text', 'choice', 'press', 'none');
  fc.assert(
    fc.property(
      code,
      focus,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (keyCode, where, shift, ctrl, alt, sounding, chord) => {
        const decision = decide(
          press(keyCode, { focus: where, repeat: true, shift, ctrl, alt }),
          context({ sounding, chordAt: chord ? 99_900 : null }),
        );
        if (decision.kind === 'shortcut') expect(decision.shortcut.repeats).toBe(true);
        else expect(['pass', 'swallow']).toContain(decision.kind);
      },
    ),
  );
});
