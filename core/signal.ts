/** Something that listeners hear about. */
export interface Signal<T> {
  /** Tells everybody who listens now; one who stops listening meanwhile is still told. */
  readonly emit: (value: T) => void;
  /** Listens until the returned function is called. */
  readonly on: (listener: (value: T) => void) => () => void;
  readonly hasListeners: () => boolean;
  /** Forgets everybody: nobody hears of what a closed desk does. */
  readonly clear: () => void;
}

export function createSignal<T = void>(): Signal<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    emit(value) {
      for (const listener of [...listeners]) listener(value);
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    hasListeners: () => listeners.size > 0,
    clear() {
      listeners.clear();
    },
  };
}
