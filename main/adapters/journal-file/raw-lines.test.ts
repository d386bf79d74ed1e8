import { describe, expect, it } from 'vitest';
import { rawLines } from './raw-lines';

const lines = (text: string | Uint8Array) => rawLines(typeof text === 'string' ? Buffer.from(text) : text);

describe('the lines of a segment', () => {
  it('are cut at newlines, and say whether they are over', () => {
    expect(lines('')).toEqual([]);
    expect(lines('a\nbc\n')).toEqual([{ text: 'a', bytes: 1, whole: true }, { text: 'bc', bytes: 2, whole: true }]);
    expect(lines('a\nbc')).toEqual([{ text: 'a', bytes: 1, whole: true }, { text: 'bc', bytes: 2, whole: false }]);
  });

  it('count when they are empty, first and in between', () => {
    expect(lines('\na\n\n').map(({ text, whole }) => [text, whole])).toEqual([['', true], ['a', true], ['', true]]);
  });

  it('are counted in bytes, keep a byte order mark, and are null where they are no UTF-8', () => {
    expect(lines('\ufeff한\n')).toEqual([{ text: '\ufeff한', bytes: 6, whole: true }]);
    expect(lines(Buffer.from([0x61, 0xff, 0x0a, 0x62, 0x0a]))).toEqual([{ text: null, bytes: 2, whole: true }, { text: 'b', bytes: 1, whole: true }]);
  });
});
