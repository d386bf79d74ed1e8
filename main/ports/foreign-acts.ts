import type { Cancel } from './schedule';

/** What another console's journal says was done, where it counts here. */
export interface ForeignEntry {
  /** `<operator>.<device>` */
  readonly writer: string;
  readonly op: string;
  readonly seq: number;
  /** When it was done, by that console's clock, epoch ms. */
  readonly at: number;
  /** Its place among everybody's entries (core/journal/entry-order.ts): its name, too. */
  readonly order: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface ForeignChange {
  readonly added: readonly ForeignEntry[];
  /** What counted and does not any more: its journal is in doubt, or its author may no longer do it. */
  readonly removed: readonly ForeignEntry[];
}

/** The acts of other operators, folded in by whoever keeps alerts, cases, mutes and escalations. */
export interface ForeignActs {
  /** Each entry once while it counts, in any order and in any portions. Listen before the first reading. */
  onForeign(listener: (change: ForeignChange) => void): Cancel;
  /** Everybody's journals were read once. */
  readonly ready: Promise<void>;
}
