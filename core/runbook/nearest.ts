/** Steps from one word to the other: insert, delete, replace, swap neighbours (restricted Damerau-Levenshtein). */
function distance(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  let beforeLast: number[] = [];
  let last = right.map((_, index) => index + 1);
  last.unshift(0);
  for (const [i, letter] of left.entries()) {
    const row = [i + 1];
    for (const [j, other] of right.entries()) {
      const replaced = (last[j] ?? 0) + (letter === other ? 0 : 1);
      let best = Math.min(replaced, (last[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1);
      if (i > 0 && j > 0 && letter === right[j - 1] && left[i - 1] === other) {
        best = Math.min(best, (beforeLast[j - 1] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[right.length] ?? 0;
}

/** Longer words are never a slip of the finger, and comparing them costs time that a hostile file could ask for. */
const longest = 64;

/**
 * The known word that was most likely meant, or null when none is close: at most one slip in a short word, two in a
 * longer one. Letter case and `_` for `-` cost nothing. The first of several equally close words wins.
 */
export function nearest(word: string, known: readonly string[]): string | null {
  if (word.length > longest) return null;
  const plain = (text: string): string => text.toLowerCase().replaceAll('_', '-');
  const limit = word.length <= 4 ? 1 : 2;
  let best: string | null = null;
  let bestDistance = limit + 1;
  for (const candidate of known) {
    const steps = distance(plain(word), plain(candidate));
    if (steps < bestDistance) {
      best = candidate;
      bestDistance = steps;
    }
  }
  return best;
}
