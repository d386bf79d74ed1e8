import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../tests/support/any-character';
import { readPaste } from './paste';

describe('a paste', () => {
  it.each([
    ['uptime', { text: 'uptime', lines: 1, dropped: 0, asks: false }],
    ['a\tb', { text: 'a\tb', lines: 1, dropped: 0, asks: false }],
    ['uptime\n', { text: 'uptime\r', lines: 1, dropped: 0, asks: true }],
    ['a\r\nb\nc', { text: 'a\rb\rc', lines: 3, dropped: 0, asks: true }],
    ['a\u001b[201~\nrm -rf /\n', { text: 'a[201~\rrm -rf /\r', lines: 2, dropped: 1, asks: true }],
    ['a\u0003b', { text: 'ab', lines: 1, dropped: 1, asks: true }],
    ['a\u202eb', { text: 'a\u202eb', lines: 1, dropped: 0, asks: true }],
  ])('%j', (clipboard, expected) => {
    expect(readPaste(clipboard)).toEqual(expected);
  });

  it('never holds an escape or an Enter that nobody was asked about', () => {
    fc.assert(
      fc.property(fc.array(anyCharacter).map((parts) => parts.join('')), (clipboard) => {
        const paste = readPaste(clipboard);
        expect(paste.text).not.toMatch(/[\u0000-\u0008\u000a-\u000c\u000e-\u001f\u007f-\u009f]/);
        if (!paste.asks) expect(paste.text).toBe(clipboard);
      }),
    );
  });
});
