/** A writer's segments as they lie in one place: bytes as latin-1 text, so that they compare as bytes; in file order. */
type Copy = readonly string[];

/** How a copy that was offered stands to the one that is here. */
type Comparison =
  | { readonly kind: 'same' }
  /** The offered one goes on where ours ends. */
  | { readonly kind: 'grown' }
  /** Ours goes on where the offered one ends. */
  | { readonly kind: 'behind' }
  /** Both have an entry with this number, and they differ: one hand wrote two histories. */
  | { readonly kind: 'forked'; readonly seq: number; readonly ours: string; readonly theirs: string };

/**
 * Compares two copies of one writer's journal, byte by byte. Where the last segment begins is a writer's choice that
 * nobody signs, but a writer makes it once: a border in two places is a fork like any other.
 */
export function compareCopies(ours: Copy, theirs: Copy): Comparison {
  let lines = 0;
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    const mine = ours[at];
    const other = theirs[at];
    if (mine === undefined) return { kind: 'grown' };
    if (other === undefined) return { kind: 'behind' };
    if (mine === other) {
      lines += countLines(mine);
      continue;
    }
    if (other.startsWith(mine) && at === ours.length - 1) return { kind: 'grown' };
    if (mine.startsWith(other) && at === theirs.length - 1) return { kind: 'behind' };
    return forkIn(mine, other, lines);
  }
  return { kind: 'same' };
}

function forkIn(mine: string, other: string, before: number): Comparison {
  const [left, right] = [mine.split('\n'), other.split('\n')];
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return { kind: 'forked', seq: before + at + 1, ours: left[at] ?? '', theirs: right[at] ?? '' };
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
