import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { append, emptyOutput, find, plain, shownLines } from './output.logic';
import { anyCharacter } from '../../../tests/support/any-character';

const text = (raw: string): string[] => shownLines(append(emptyOutput, raw)).map(plain);

describe('output', () => {
  it('turns colours into tones and nothing else', () => {
    const [line] = shownLines(append(emptyOutput, 'a\u001b[1;31mred\u001b[0m b\n'));
    expect(line).toEqual([
      { text: 'a', tone: 'plain', bold: false },
      { text: 'red', tone: 'red', bold: true },
      { text: ' b', tone: 'plain', bold: false },
    ]);
  });

  it.each([
    ['title', '\u001b]0;owned\u0007x'],
    ['clipboard', '\u001b]52;c;aGk=\u001b\\x'],
    ['device attributes', '\u001b[cx'],
    ['DCS', '\u001bP$q"p\u001b\\x'],
    ['link', '\u001b]8;;http://evil\u0007x\u001b]8;;\u0007'],
    ['cursor moves', '\u001b[2J\u001b[1;1Hx'],
    ['8-bit CSI', '\u009b31mx'],
    ['right-to-left override', '\u202ex'],
    ['bell and backspace', '\u0007\bx'],
  ])('drops what is not text: %s', (_name, raw) => {
    expect(text(raw)).toEqual(['x']);
  });

  it('shows a redrawn line as a terminal would end up showing it', () => {
    expect(text('10 %\r50 %\r100 %\r\n')).toEqual(['100 %']);
  });

  it('does not depend on where the stream was cut between lines', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'error', '\n', '\u001b[31m', '\u001b[0m', 'é', '\t'), { maxLength: 60 }), fc.nat(), (parts, cut) => {
        const whole = parts.join('');
        const at = whole.length === 0 ? 0 : cut % whole.length;
        const twice = append(append(emptyOutput, whole.slice(0, at)), whole.slice(at));
        expect(shownLines(twice)).toEqual(shownLines(append(emptyOutput, whole)));
        expect(twice.firstError).toBe(append(emptyOutput, whole).firstError);
      }),
    );
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (raw) => {
         
        expect(text(raw).join('')).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it('finds text and the first error', () => {
    const output = append(emptyOutput, 'fine\nFatal: no\nfine too\n');
    expect(output.firstError).toBe(1);
    expect(find(output.lines, 'FINE')).toEqual([0, 2]);
  });
});
