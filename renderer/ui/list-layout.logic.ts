/** Where the lines of a list are: counted, not kept, so that a hundred thousand lines cost nothing. */
export interface ListLayout {
  readonly count: number;
  /** Height of all lines together, px. */
  readonly height: number;
  /** Where a line begins, px; the end of the last one for `count`. */
  readonly topOf: (index: number) => number;
  /** The line at a height; the first or last one beyond the ends. */
  readonly indexAt: (y: number) => number;
}

/** A stretch of lines of one height. */
export interface Stretch {
  readonly count: number;
  readonly height: number;
}

/** Stretches one below the other. */
export function layoutOf(stretches: readonly Stretch[]): ListLayout {
  const laid: { readonly from: number; readonly top: number; readonly count: number; readonly height: number }[] = [];
  let count = 0;
  let height = 0;
  for (const stretch of stretches) {
    if (stretch.count === 0) continue;
    laid.push({ from: count, top: height, ...stretch });
    count += stretch.count;
    height += stretch.count * stretch.height;
  }
  return {
    count,
    height,
    topOf(index) {
      const at = laid.findLast(({ from }) => from <= index);
      return at === undefined ? 0 : Math.min(height, at.top + (index - at.from) * at.height);
    },
    indexAt(y) {
      const at = laid.findLast(({ top }) => top <= y);
      if (at === undefined) return 0;
      return Math.min(at.from + Math.floor((y - at.top) / at.height), Math.max(0, count - 1));
    },
  };
}
