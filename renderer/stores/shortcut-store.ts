import { create } from 'zustand';
import type { Shortcut } from '../ui/keys.logic';

interface Shortcuts {
  /** One set per mounted screen or pane; the newest wins where two name the same key. */
  readonly sets: readonly (readonly Shortcut[])[];
  /** When `g` was pressed, epoch ms. */
  readonly chordAt: number | null;
}

export const useShortcutStore = create<Shortcuts>()(() => ({ sets: [], chordAt: null }));

const nothing: readonly Shortcut[] = [];
let cached: { readonly sets: readonly (readonly Shortcut[])[]; readonly all: readonly Shortcut[] } = {
  sets: [],
  all: nothing,
};

/** All keys that work now, the newest set first; the same reference while nothing changes. */
export function activeShortcuts(state: Pick<Shortcuts, 'sets'>): readonly Shortcut[] {
  if (cached.sets !== state.sets) cached = { sets: state.sets, all: state.sets.toReversed().flat() };
  return cached.all;
}
