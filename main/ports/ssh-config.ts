import type { Result } from '../../core/errors';
import type { Way } from '../../core/host/way';
import type { Cancel } from './schedule';

/** A host as the inventory names it; null where it leaves the word to ssh_config. */
export interface AskedHost {
  /** What is looked up in ssh_config: the address, or the name where there is none. */
  readonly alias: string;
  readonly address: string | null;
  readonly port: number | null;
  readonly user: string | null;
  readonly identity: string | null;
}

/** What this user's `ssh` would do. */
export interface SshConfig {
  /** The way to each host, in order. Answered from memory until a file that had a say changes. */
  ways(asked: readonly AskedHost[]): Promise<Result<Way>[]>;
  /** A file that has a say changed. */
  onChanged(listener: () => void): Cancel;
  close(): void;
}
