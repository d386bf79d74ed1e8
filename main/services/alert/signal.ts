import type { Cancel } from '../../ports/schedule';

/** Something that listeners hear about. */
export interface Signal<T> {
  readonly emit: (value: T) => void;
  readonly on: (listener: (value: T) => void) => Cancel;
}

export function createSignal<T>(): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    emit(value) {
      for (const listener of [...listeners]) listener(value);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
