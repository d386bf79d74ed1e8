/** How a copy that was offered stands to the one that is here. */
type Comparison =
  | { readonly kind: 'same' }
  /** The offered one goes on where ours ends. */
  | { readonly kind: 'grown' }
  /** Ours goes on where the offered one ends. */
  | { readonly kind: 'behind' }
  /** They differ in the line of this number. Whether one hand wrote both is for the signatures to say. */
  | { readonly kind: 'apart'; readonly seq: number };

/**
 * Compares two copies of one writer's journal, byte by byte: all segments one after another, bytes as latin-1 text. Where
 * a segment begins nobody signs, so whoever carries a copy could move it: it is no part of the comparison.
 */
export function compareCopies(ours: string, theirs: string): Comparison {
  if (ours === theirs) return { kind: 'same' };
  if (theirs.startsWith(ours)) return { kind: 'grown' };
  if (ours.startsWith(theirs)) return { kind: 'behind' };
  let [seq, from] = [1, 0];
  for (let end = ours.indexOf('\n'); end !== -1 && ours.slice(from, end + 1) === theirs.slice(from, end + 1); end = ours.indexOf('\n', from)) {
    seq += 1;
    from = end + 1;
  }
  return { kind: 'apart', seq };
}
