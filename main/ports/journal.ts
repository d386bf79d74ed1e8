import type { Failure, Result } from '../../core/errors';
import type { EntryView, VerifyReport } from '../../core/journal/entry';
import type { EntryCode, EntryData } from '../../core/journal/codes';
import type { Cancel } from './schedule';

/** Proof that an entry is on disk and synced. */
export interface Receipt {
  readonly seq: number;
  /** SHA-256 of the raw line, hex. */
  readonly hash: string;
  readonly at: number;
  /** Where it stands among everybody's entries (core/journal/hybrid-clock.ts). */
  readonly hlc: string;
}

export interface JournalStatus {
  readonly state: 'writing' | 'broken' | 'closed';
  readonly writer: string;
  readonly seq: number;
  readonly head: string;
  /** Why it is broken, else null. */
  readonly problem: Failure | null;
}

/** This device's own journal, and everybody's for reading. */
export interface Journal {
  /**
   * Appends one entry. The result comes only after the line is on disk and synced: whoever acts after an `ok` may rely
   * on the record (law 1). Full disk, read-only or I/O error: a failure, nothing acknowledged.
   */
  append<C extends EntryCode>(code: C, data: EntryData<C>): Promise<Result<Receipt>>;
  /**
   * For silence, ring and ack (decisions.md 8): remembers the entry, writes it as soon as the disk allows, marked
   * `late: true` when that was not at once. Never fails, never waits.
   */
  appendLate<C extends EntryCode>(code: C, data: EntryData<C>): void;
  /** Entries of all writers, newest first. `before` is an opaque cursor from the previous page. */
  page(query: { readonly before: string | null; readonly limit: number; readonly code: string | null; readonly op: string | null; readonly text: string | null }): Promise<{ readonly entries: readonly EntryView[]; readonly next: string | null }>;
  /** This device's own entries in order: how services rebuild what was going on. */
  replay(visit: (entry: { readonly seq: number; readonly at: number; readonly hlc: string; readonly op: string; readonly dev: string; readonly code: string; readonly data: Readonly<Record<string, unknown>> }) => void): Promise<void>;
  /** Takes notice of another writer's clock: what is written next is ordered after what was seen here. */
  sawClock(reading: string): void;
  verify(): Promise<VerifyReport>;
  status(): JournalStatus;
  onAppend(listener: (entry: EntryView) => void): Cancel;
  onStatus(listener: (status: JournalStatus) => void): Cancel;
  close(): Promise<void>;
}
