export const lineHeight = 18;

/** No element may be higher than some 33 million pixels; beyond this one pixel of the scroll bar is more than one. */
const highest = 16_000_000;

export function heightOf(lines: number): number {
  return Math.min(highest, lines * lineHeight);
}

/** The line at the top (with its fraction) where the scroll bar stands. */
export function topLine(scrollTop: number, view: number, lines: number): number {
  const room = heightOf(lines) - view;
  if (room <= 0) return 0;
  return (Math.min(scrollTop, room) / room) * Math.max(0, lines - view / lineHeight);
}

/** Where the scroll bar must stand for this line to be in the middle. */
export function scrollFor(line: number, view: number, lines: number): number {
  const room = heightOf(lines) - view;
  const most = lines - view / lineHeight;
  if (room <= 0 || most <= 0) return 0;
  const top = Math.max(0, Math.min(most, line - view / lineHeight / 2));
  return (top / most) * room;
}
