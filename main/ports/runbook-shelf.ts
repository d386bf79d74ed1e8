import type { Result } from '../../core/errors';

/** Texts of runbooks as they were reviewed or run, by SHA-256: what a changed runbook is compared with. */
export interface RunbookShelf {
  /** Durable when it returns; gives the text's SHA-256. */
  put(text: string): Promise<Result<string>>;
  /** The text that has this hash; null where it was never kept here, or is not what it was. */
  get(sha256: string): Promise<string | null>;
}
