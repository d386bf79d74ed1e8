import type { Result } from '../../core/errors';
import type { ForeignFile } from '../../core/import/foreign-file';

/** Files of other tools on this machine, read because a person named them. */
export interface ForeignFiles {
  /** A plain text file of at most 1 MiB. */
  read(path: string): Promise<Result<ForeignFile>>;
  /** What an ssh_config's Include stands for, in the order of the names; relative to the folder of the including file. */
  include(pattern: string, from: string): Promise<readonly ForeignFile[]>;
}
