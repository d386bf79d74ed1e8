/** The height of each bar, px: the fullest day fills `most`, a day without a firing keeps one pixel, so that it is seen to be a day. */
export function barHeights(days: readonly number[], most: number): readonly number[] {
  const top = Math.max(1, ...days);
  return days.map((count) => (count === 0 ? 1 : Math.max(3, Math.round((count / top) * most))));
}
