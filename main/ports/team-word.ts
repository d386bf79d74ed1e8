import type { Failure } from '../../core/errors';
import type { Placed } from '../../core/team/retirement';

/** Whose word counts, and up to which entry, as far as is known at one moment. */
export interface WordsNow {
  /** Why an entry is nobody's word; null: it is its writer's. */
  against(entry: Placed): Failure | null;
  /** What the answers rest on, as a text that differs where they may. */
  readonly grounds: string;
}

/** One answer for acts, approvals and whatever else asks for it. */
export interface TeamWord {
  now(): WordsNow;
}
