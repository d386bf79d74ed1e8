import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Failure, Result } from '../../core/errors';
import { keep } from './keep';

/** Something that the main process knows and this window shows. */
export interface Remote<T> {
  /** The last good answer, or null before the first. It stays while a newer question fails. */
  readonly value: T | null;
  /** When `value` was answered, epoch ms. */
  readonly at: number | null;
  readonly loading: boolean;
  readonly failure: Failure | null;
  /** Asks (again). While a question is under way, one more is asked after it: never two at once, never none. */
  readonly refresh: () => Promise<void>;
  /** Takes what a push brought. */
  readonly take: (value: T) => void;
}

export type RemoteStore<T> = UseBoundStore<StoreApi<Remote<T>>>;

/** A store for one question without input. Pushes make it ask again; it never polls. */
export function createRemote<T>(ask: () => Promise<Result<T>>): RemoteStore<T> {
  let again = false;
  return create<Remote<T>>()((set, get) => ({
    value: null,
    at: null,
    loading: false,
    failure: null,
    take: (value) =>
      set((state) => ({
        value: state.value === null ? value : keep(state.value, value),
        at: Date.now(),
        failure: null,
      })),
    refresh: async () => {
      if (get().loading) {
        again = true;
        return;
      }
      set({ loading: true });
      do {
        again = false;
        const answer = await ask();
        if (answer.ok) get().take(answer.value);
        else set((state) => ({ failure: keep(state.failure, answer.error) }));
      } while (again);
      set({ loading: false });
    },
  }));
}
