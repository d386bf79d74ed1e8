import type { Result } from '../../core/errors';
import type { StreamReach, StreamRecord } from '../../core/stream/stream';

/** Where a journal is streamed to. */
export interface StreamTarget {
  /** How far each writer's journal is there already; null where the target cannot say, and a cursor is kept instead. */
  reach(): Promise<Result<StreamReach | null>>;
  /**
   * Hands over records, each writer's in order. `ok` only when all of them arrived, as far as the target can tell.
   * `stream-refused`: it took none of them and will not; `stream-refused-in-part`: the others arrived.
   */
  send(records: readonly StreamRecord[]): Promise<Result<void>>;
}

/** The journals as they grow: every line checked before anybody hears of it. */
export interface JournalFeed {
  /** Shows what came since the last read: own entries only as far as they are acknowledged. */
  read(visit: (record: StreamRecord) => void): Promise<Result<void>>;
}

/** How far a stream got, where the target cannot say. */
export interface StreamCursors {
  read(stream: string): Promise<StreamReach>;
  /** Durable when it returns. */
  write(stream: string, reach: StreamReach): Promise<void>;
}
