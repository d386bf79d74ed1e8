import { diffArrays } from 'diff';
import { withoutHidden } from './hidden-characters';
import type { DiffLine, DiffPart } from './plan-diff-schema';

/** Unchanged lines shown around a change. */
const context = 3;
/** SECURITY: comparing two texts that have nothing in common takes time with the square of this; then all is shown as new. */
const mostEdits = 400;

/** Letters that a reader tells apart at a glance; anything else beyond ASCII may pass for another character. */
const plain = /[\u0020-\u007e\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A line in pieces; what `shows` picks is written as its code point. */
function parts(line: string, shows: (character: string, at: number) => boolean): DiffPart[] {
  const found: DiffPart[] = [];
  let at = 0;
  for (const character of line) {
    const shown = shows(character, at);
    const last = found.at(-1);
    if (!shown && last?.codePoint === false) found[found.length - 1] = { text: last.text + character, codePoint: false };
    else found.push({ text: shown ? codePoint(character) : character, codePoint: shown });
    at += character.length;
  }
  return found;
}

const isHidden = (character: string): boolean => withoutHidden(character, () => '') === '';

/** A line that is the same on both sides: only what cannot be seen at all stands as its code point. */
function same(line: string): DiffLine {
  return { kind: 'same', parts: parts(line, isHidden), skipped: 0 };
}

/** A line that changed: whatever might not be what it looks like stands as its code point, white space at the end too. */
function changed(kind: 'removed' | 'added', line: string): DiffLine {
  const end = line.trimEnd().length;
  return { kind, parts: parts(line, (character, at) => !plain.test(character) || (character === ' ' && at >= end)), skipped: 0 };
}

/** Equal lines, of which only those beside a change are shown. */
function unchanged(lines: readonly string[], first: boolean, last: boolean): DiffLine[] {
  const head = first ? 0 : context;
  const tail = last ? 0 : context;
  if (lines.length <= head + tail + 1) return lines.map(same);
  const skipped = lines.length - head - tail;
  return [...lines.slice(0, head).map(same), { kind: 'gap', parts: [], skipped }, ...(tail === 0 ? [] : lines.slice(-tail)).map(same)];
}

/**
 * Compares two texts line by line; empty where they are the same bytes. A change that cannot be seen (white space at
 * the end, a letter of another script that looks the same) is shown by code point.
 */
export function lineDiff(before: string, after: string): DiffLine[] {
  if (before === after) return [];
  const [old, now] = [before.split('\n'), after.split('\n')];
  const changes = diffArrays(old, now, { maxEditLength: mostEdits }) ?? [
    { value: old, added: false, removed: true },
    { value: now, added: true, removed: false },
  ];
  return changes.flatMap(({ value, added, removed }, index) => {
    if (!added && !removed) return unchanged(value, index === 0, index === changes.length - 1);
    return value.map((line) => changed(added ? 'added' : 'removed', line));
  });
}
