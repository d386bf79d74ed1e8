import type { Bad, Held } from '../../core/journal/check';

/** A line as it lies on the disk, without its newline, and what it says. */
export interface CopiedLine {
  readonly raw: string;
  readonly held: Held;
}

/** One writer's journal as this device has it. */
export interface JournalCopy {
  readonly writer: string;
  /** Every line that holds, in order, up to the first that does not. */
  readonly lines: readonly CopiedLine[];
  /** The first that does not. */
  readonly bad: Bad | null;
}

/** Everybody's journals on this device, whole, each line checked as it is read. */
export interface JournalCopies {
  read(): Promise<readonly JournalCopy[]>;
}
