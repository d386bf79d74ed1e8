import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(tick, 1000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/**
 * The wall clock as of the last second at which `said` became something else: whoever shows only that need not be drawn
 * anew every second.
 */
export function useNowWhile(said: (now: number) => string): number {
  useSyncExternalStore(subscribe, () => said(now));
  return now;
}

/** The wall clock, epoch ms, once a second: one timer for the whole window, so that all ages tick together. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
