import { useEffect } from 'react';
import { useShortcutStore } from '../stores/shortcut-store';
import type { Shortcut } from '../ui/keys.logic';

/** Puts a screen's keys in force while it is shown. Give a memoised array. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    useShortcutStore.setState((state) => ({ sets: [...state.sets, shortcuts] }));
    return () => useShortcutStore.setState((state) => ({ sets: state.sets.filter((each) => each !== shortcuts) }));
  }, [shortcuts]);
}
