import type { Result } from '../../core/errors';

/** The OS keychain. Where there is no real one nothing is stored and `state` says why (law 7). */
export interface Vault {
  state(): Promise<{ readonly kind: 'keychain' | 'none'; readonly why: string }>;
  list(): Promise<Result<readonly string[]>>;
  get(name: string): Promise<Result<string>>;
  /** Stores, then reads back to prove it. */
  set(name: string, value: string): Promise<Result<void>>;
  remove(name: string): Promise<Result<void>>;
}
