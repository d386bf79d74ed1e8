import type { DoubtKind } from '../../core/sync/doubt';
import type { Unwitnessed } from '../../core/journal/unwitnessed';
import type { Cancel } from './schedule';

/** One entry of another writer, which holds, and which a listed key signed. */
export interface PeerEntry {
  /** `<operator>.<device>` */
  readonly writer: string;
  readonly seq: number;
  /** By the writer's clock. */
  readonly at: number;
  /** Where it stands among everybody's entries. */
  readonly hlc: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** SHA-256 of the raw line, hex. */
  readonly hash: string;
}

/** A reason not to trust a journal from an entry on. */
export interface Doubt {
  readonly writer: string;
  readonly seq: number;
  /**
   * `fork`: one hand signed two histories; `cut`: what was seen before is gone; `bad`: a line of a copy does not hold;
   * `witness`: somebody says, and signed, that an entry was another one, and the other one is not here.
   */
  readonly kind: DoubtKind;
  readonly why: string;
}

/** What became of a copy that came from elsewhere. */
export type OfferOutcome =
  | { readonly kind: 'same' | 'behind' | 'stranger' }
  | { readonly kind: 'grown'; readonly by: number }
  /** What was here from entry `seq` on was damaged, or nobody's; it lies in `journal/<aside>` now. */
  | { readonly kind: 'healed'; readonly seq: number; readonly aside: string }
  | { readonly kind: 'doubt'; readonly doubt: Doubt };

/** A journal's segments by file name. */
export type Segments = ReadonlyMap<string, Uint8Array>;

/** Everybody's journals as this device has them: every line is checked before anybody hears of it. */
export interface TeamJournals {
  /** Reads what is new on the disk. */
  refresh(): Promise<void>;
  /** Every entry of the other writers once, each writer's in order. Listen before the first refresh. */
  onEntry(listener: (entry: PeerEntry) => void): Cancel;
  /** A reading ended: what was told since the last one has been weighed, and `doubts` knows of it. */
  onRead(listener: () => void): Cancel;
  /**
   * Takes over what a copy from elsewhere has more than ours, as far as a listed key vouches for it; what does not hold
   * behind that is a doubt. A copy that contradicts ours changes nothing, unless ours is what does not hold. Of writers
   * without a listed key nothing is taken.
   */
  offer(writer: string, segments: Segments): Promise<OfferOutcome>;
  /** A writer's own signed word about how far its journal goes: it collides with another history, also before that came. */
  claimed(writer: string, seq: number, hash: string): void;
  /** This device's own journal up to an entry that is synced. */
  ownSegments(upTo: number): Promise<Segments>;
  /** Other journals that hold and have grown by more than witnessing since this device last said that it saw them. */
  toWitness(): readonly { readonly writer: string; readonly seq: number; readonly hash: string }[];
  /** What nobody else has seen of this device's journal; null: nothing that matters. */
  unwitnessed(): Unwitnessed | null;
  doubts(): readonly Doubt[];
  /** How far a writer's journal is here, and is its writer's word. */
  headOf(writer: string): { readonly seq: number; readonly hash: string };
}
