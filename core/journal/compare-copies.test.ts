import { describe, expect, it } from 'vitest';
import { compareCopies } from './compare-copies';

describe('two copies of a journal', () => {
  it.each(['', 'a\nb\n'])('are the same: %j', (text) => {
    expect(compareCopies(text, text)).toEqual({ kind: 'same' });
  });

  it.each([
    ['', 'a\n'],
    ['a\n', 'a\nb\n'],
    ['a\nb', 'a\nbc\n'],
  ])('one goes on where the other ends: %j and %j', (shorter, longer) => {
    expect(compareCopies(shorter, longer)).toEqual({ kind: 'grown' });
    expect(compareCopies(longer, shorter)).toEqual({ kind: 'behind' });
  });

  it.each([
    ['the first entry', 'a\n', 'b\n', 1],
    ['a later entry', 'a\nb\nc\n', 'a\nx\nc\n', 2],
    ['the last entry', 'a\nb\nc\nd\n', 'a\nb\nc\nx\n', 4],
    ['a line that one of them only began', 'a\nb', 'a\nc\nd\n', 2],
    ['a line that goes on', 'a\nbb\n', 'a\nb\nc\n', 2],
  ])('are apart at %s', (_, ours, theirs, seq) => {
    expect(compareCopies(ours, theirs)).toEqual({ kind: 'apart', seq });
    expect(compareCopies(theirs, ours)).toEqual({ kind: 'apart', seq });
  });
});
