import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scriptParts } from './script.logic';
import { anyCharacter } from '../../tests/support/any-character';

describe('scriptParts', () => {
  it('names what only looks like ASCII', () => {
    expect(scriptParts('rm -rf /tmp/а')).toEqual([
      { text: 'rm -rf /tmp/', codePoint: false },
      { text: 'U+0430', codePoint: true },
    ]);
  });

  it('shows nothing but printable ASCII, whatever stands in the line', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (line) => {
        expect(scriptParts(line).map((part) => part.text).join('')).toMatch(/^[\t\x20-\x7e]*$/);
      }),
    );
  });

  it('keeps ASCII lines whole', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\t\x20-\x7e]+$/), (line) => {
        expect(scriptParts(line)).toEqual([{ text: line, codePoint: false }]);
      }),
    );
  });
});
