import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Failure, Result } from '../../core/errors';
import { keep } from './keep';

/** The details of the one thing that is looked at. */
export interface RemoteById<T> {
  readonly id: string | null;
  /** The last good answer about `id`; it stays while a newer question fails. */
  readonly value: T | null;
  /** The last good answer about what was looked at before, for whoever would else blink. */
  readonly before: T | null;
  readonly loading: boolean;
  readonly failure: Failure | null;
  /** Looks at another thing, or asks again about the same. A late answer about an earlier thing is thrown away. */
  readonly look: (id: string | null) => Promise<void>;
}

export function createRemoteById<T>(ask: (id: string) => Promise<Result<T>>): UseBoundStore<StoreApi<RemoteById<T>>> {
  let asking = false;
  let again = false;
  return create<RemoteById<T>>()((set, get) => ({
    id: null,
    value: null,
    before: null,
    loading: false,
    failure: null,
    look: async (id) => {
      if (id !== get().id) set(({ value, before }) => ({ id, value: null, before: value ?? before, failure: null }));
      if (asking) {
        // Whoever holds `j` down passes ten alerts a second: only where the cursor comes to rest is asked for.
        again = true;
        return;
      }
      asking = true;
      set({ loading: true });
      do {
        again = false;
        const current = get().id;
        if (current === null) break;
        const answer = await ask(current);
        if (get().id !== current) again = true;
        else if (answer.ok)
          set((state) => ({
            value: state.value === null ? answer.value : keep(state.value, answer.value),
            failure: null,
          }));
        else set({ failure: answer.error });
      } while (again);
      asking = false;
      set({ loading: false });
    },
  }));
}
