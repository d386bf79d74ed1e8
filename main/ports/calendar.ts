import type { Result } from '../../core/errors';
import type { Shift } from '../../core/shift/shift';
import type { FeedEntry } from '../../core/workspace/files';

/** Reads one iCalendar feed and lays its events out between two moments. */
export interface Calendar {
  /** The raw text of a feed: a file below the workspace, or a URL. */
  fetch(feed: FeedEntry, root: string): Promise<Result<string>>;
  /** Events between `from` and `to` (epoch ms), recurring ones expanded; floating times are in `timezone`. */
  expand(text: string, feed: FeedEntry, timezone: string, from: number, to: number): Result<readonly Shift[]>;
}
