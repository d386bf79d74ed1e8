import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../tests/support/any-character';
import { classOf, lookAfter, noLook, plainText, spansOf } from './ansi.logic';

const drawn = (raw: string): string => spansOf(raw, noLook).map((span) => span.text).join('');

describe('colours', () => {
  it('become classes and nothing else', () => {
    expect(spansOf('a\u001b[1;31mred\u001b[0m b', noLook).map((span) => [span.text, classOf(span)])).toEqual([
      ['a', 'ansi-plain'],
      ['red', 'ansi-red ansi-bold'],
      [' b', 'ansi-plain'],
    ]);
  });

  it.each([
    ['\u001b[92m', 'ansi-green'],
    ['\u001b[38;5;196m', 'ansi-red'],
    ['\u001b[38;5;21m', 'ansi-blue'],
    ['\u001b[38;5;240m', 'ansi-grey'],
    ['\u001b[38;2;250;240;20m', 'ansi-amber'],
    ['\u001b[38:5:46m', 'ansi-green'],
    ['\u001b[44m', 'ansi-plain ansi-on-blue'],
    ['\u001b[2;4m', 'ansi-plain ansi-dim ansi-underline'],
    ['\u001b[38;5;999m', 'ansi-plain'],
    ['\u001b[31;0m', 'ansi-plain'],
  ])('%j is %s', (escape, expected) => {
    expect(spansOf(`${escape}x`, noLook).map(classOf)).toEqual([expected]);
  });

  it.each([
    ['title', '\u001b]0;owned\u0007x', '␛]0;owned␇x'],
    ['clipboard', '\u001b]52;c;aGk=\u001b\\x', '␛]52;c;aGk=␛\\x'],
    ['device attributes', '\u001b[cx', '␛[cx'],
    ['8-bit CSI', '\u009b31mx', '<U+009B>31mx'],
    ['right-to-left override', '\u202ex', '<U+202E>x'],
    ['a space without width', 'a\u200bb', 'a<U+200B>b'],
  ])('shows what is no colour as a picture of itself: %s', (_name, raw, expected) => {
    expect(drawn(raw)).toBe(expected);
  });

  it('shows a redrawn line as a terminal would end up showing it', () => {
    expect(drawn('10 %\r50 %\r100 %\r')).toBe('100 %');
    expect(plainText('10 %\r\u001b[32m100 %')).toBe('100 %');
  });

  it('never lets a control character through, and ends in the same look wherever the line is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (raw) => {
        expect(drawn(raw)).not.toMatch(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\u001b[31m', '\u001b[1m', '\u001b[0m', '\u001b[48;5;2m'), { maxLength: 12 }), fc.nat(12), (parts, cut) => {
        const whole = lookAfter(parts.join(''), noLook);
        expect(lookAfter(parts.slice(cut).join(''), lookAfter(parts.slice(0, cut).join(''), noLook))).toEqual(whole);
      }),
    );
  });
});
