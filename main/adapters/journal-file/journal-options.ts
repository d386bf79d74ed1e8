import type { WriterKey } from '../../../core/team/public-key';
import type { Clock } from '../../ports/clock';
import type { Ids } from '../../ports/ids';
import type { Schedule } from '../../ports/schedule';
import type { Signer } from '../../ports/signer';
import type { Anchor } from './anchor';
import type { Disk } from './disk';

export interface JournalOptions {
  /** The workspace's folder. */
  readonly root: string;
  readonly op: string;
  readonly dev: string;
  readonly app: string;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: Schedule;
  /** Everybody's public keys, as team.yaml says now: `writerKeys(people)`. */
  readonly keys: () => readonly WriterKey[];
  readonly log: (line: string) => void;
  /** Where the last entry is remembered outside the folder; without one, this device cannot notice a cut tail. */
  readonly anchor?: Anchor;
  readonly disk?: Disk;
}
