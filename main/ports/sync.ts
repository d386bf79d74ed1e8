import type { Result } from '../../core/errors';
import type { Remote } from '../../core/sync/remote';
import type { Segments } from './team-journals';

/** What a remote holds of one writer. */
export interface OfferedJournal {
  readonly writer: string;
  readonly segments: Segments;
  /** Plans beside it, by hash; their bytes are a stranger's until they were hashed. */
  readonly plans: ReadonlyMap<string, Uint8Array>;
  /** Where it stands in the remote's own history: `settle` takes it once it was dealt with. */
  readonly mark: string;
  /** The remote had something else before that this does not go on from. */
  readonly rewound: boolean;
}

/** How journals travel between consoles. */
export interface Sync {
  /**
   * What a remote has that was not dealt with yet.
   * @param wanted whose journals are read at all; what is not wanted stays unread, and is there once it is
   */
  fetch(remote: Remote, wanted?: (writer: string) => boolean): Promise<Result<readonly OfferedJournal[]>>;
  /** These offers of a remote were dealt with; they are not given again. */
  settle(remote: Remote, offers: readonly Pick<OfferedJournal, 'writer' | 'mark'>[]): Promise<void>;
  /** Puts this device's files in order to be pushed; whatever the remotes hold of them already is gone on from. */
  commit(writer: string, files: ReadonlyMap<string, Uint8Array>, at: number): Promise<Result<void>>;
  push(remote: Remote, writer: string): Promise<Result<void>>;
  /** Ends whatever still waits for a remote: the console closes. */
  hangUp(): void;
  /** Keeps what was gathered small; nothing waits for it. */
  tidy(): Promise<void>;
  /** When a remote last took and gave everything, also before this start; null: never. */
  lastSuccess(remote: string): Promise<number | null>;
  rememberSuccess(remote: string, at: number): Promise<void>;
}
