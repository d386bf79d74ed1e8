import { describe, expect, it } from 'vitest';
import { compareCopies } from './compare-copies';

describe('two copies of a journal', () => {
  it.each([
    [[], []],
    [['a\nb\n'], ['a\nb\n']],
    [['a\nb\n', 'c\n'], ['a\nb\n', 'c\n']],
  ])('are the same: %j', (ours, theirs) => {
    expect(compareCopies(ours, theirs)).toEqual({ kind: 'same' });
  });

  it.each([
    [[], ['a\n']],
    [['a\n'], ['a\nb\n']],
    [['a\n'], ['a\n', 'b\n']],
    [['a\n', 'b\n'], ['a\n', 'b\nc\n']],
    [['a\n', 'b\n'], ['a\n', 'b\nc\n', 'd\n']],
  ])('one goes on where the other ends: %j and %j', (shorter, longer) => {
    expect(compareCopies(shorter, longer)).toEqual({ kind: 'grown' });
    expect(compareCopies(longer, shorter)).toEqual({ kind: 'behind' });
  });

  it.each([
    ['the first entry', ['a\n'], ['b\n'], 1, 'a', 'b'],
    ['a later entry', ['a\nb\nc\n'], ['a\nx\nc\n'], 2, 'b', 'x'],
    ['an entry of a later segment', ['a\nb\n', 'c\nd\n'], ['a\nb\n', 'c\nx\n'], 4, 'd', 'x'],
    ['a border between segments, ours earlier', ['a\n', 'b\n'], ['a\nb\n'], 2, '', 'b'],
    ['a border between segments, theirs earlier', ['a\nb\n'], ['a\n', 'b\n'], 2, 'b', ''],
  ])('are forked at %s', (_, left, right, seq, ours, theirs) => {
    expect(compareCopies(left, right)).toEqual({ kind: 'forked', seq, ours, theirs });
  });
});
