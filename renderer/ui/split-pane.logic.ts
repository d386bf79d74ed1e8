/** Neither pane may vanish. Percent of the width. */
export function clampShare(share: number): number {
  return Math.min(75, Math.max(25, share));
}

const key = (name: string): string => `breakglass.pane.${name}`;

/** What the laptop remembers, or the default where it remembers nothing, or nonsense, or may not remember at all. */
export function readShare(name: string, fallback: number): number {
  try {
    const kept = Number.parseFloat(localStorage.getItem(key(name)) ?? '');
    return Number.isFinite(kept) ? clampShare(kept) : fallback;
  } catch {
    return fallback;
  }
}

export function writeShare(name: string, share: number): void {
  try {
    localStorage.setItem(key(name), String(Math.round(share * 10) / 10));
  } catch {
    // A full or forbidden storage costs the place of a divider, nothing else.
  }
}
