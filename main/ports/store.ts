/** A cache that may be deleted at any time: last known alerts, last good feeds, indexes. Lives in its own process. */
export interface Store {
  get(space: string, key: string): Promise<string | null>;
  all(space: string): Promise<readonly { readonly key: string; readonly value: string }[]>;
  /** The same in order of the keys, some at a time: a hundred thousand are never held at once. */
  pages(space: string): AsyncIterable<readonly { readonly key: string; readonly value: string }[]>;
  /** One transaction; `value: null` deletes. False where it was not written: no room, or nobody there to write it. */
  put(space: string, changes: readonly { readonly key: string; readonly value: string | null }[]): Promise<boolean>;
  close(): Promise<void>;
}
