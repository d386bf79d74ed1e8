import type { Blind, Frame } from '../../core/ipc/frame';
import type { Duty } from '../../core/shift/shift';
import type { SirenCard } from '../../core/siren/siren';
import type { JournalStatus } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';

/** Where each part of the frame comes from: the other desks, asked at the moment of showing. */
export interface FrameParts {
  readonly workspace: () => Frame['workspace'];
  readonly me: () => Frame['me'];
  readonly duty: () => Duty;
  readonly sirens: () => readonly SirenCard[];
  readonly sources: () => Frame['sources'];
  readonly journal: () => JournalStatus;
  readonly blind: () => readonly Blind[];
  readonly runs: () => Frame['runs'];
  readonly counts: () => Frame['counts'];
}

/** What the console itself adds, with or without an open workspace. */
export type FrameSurroundings = Pick<Frame, 'runtime' | 'locale' | 'theme' | 'hotkey'>;

/** Changes within this time are told once, ms: short enough for a ring, long enough for a storm. */
const settle = 50;

/** The frame of every screen: one glance that answers what is on fire, what sounds, who has it, what cannot be seen. */
export class FrameDesk {
  private readonly listeners = new Set<() => void>();
  private pending: Cancel | null = null;

  constructor(
    private readonly parts: FrameParts,
    private readonly schedule: Schedule,
  ) {}

  view(surroundings: FrameSurroundings): Frame {
    const duty = this.parts.duty();
    const sirens = this.parts.sirens();
    const journal = this.parts.journal();
    return {
      ...surroundings,
      workspace: this.parts.workspace(),
      me: this.parts.me(),
      duty: {
        who: duty.now?.person ?? null,
        until: duty.now?.to ?? null,
        next: duty.next?.person ?? null,
        nextFrom: duty.next?.from ?? null,
      },
      sirens: sirens.map(({ id, owner, state, provenAt }) => ({ id, owner, state, provenAt })),
      rings: sirens.flatMap((card) => (card.ring !== null && maySound(card) ? [card.ring] : [])),
      sources: [...this.parts.sources()],
      journal: { state: journal.state, seq: journal.seq, problem: problemOf(journal) },
      blind: [...this.parts.blind()].sort((a, b) => a.since - b.since),
      runs: this.parts.runs(),
      counts: this.parts.counts(),
    };
  }

  /** Any desk says that something changed; listeners hear of it once per short while. */
  touch(): void {
    this.pending ??= this.schedule.after(settle, () => {
      this.pending = null;
      for (const listener of this.listeners) listener();
    });
  }

  onChanged(listener: () => void): Cancel {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  close(): void {
    this.pending?.();
    this.listeners.clear();
  }
}

/** A ring belongs in the red bar until the device said that it is over: what nobody knows may be sounding. */
function maySound(card: SirenCard): boolean {
  return card.ring !== null && card.ring.state !== 'ended' && card.ring.state !== 'silenced' && card.ring.state !== 'failed';
}

function problemOf(journal: JournalStatus): Frame['journal']['problem'] {
  const { problem } = journal;
  return problem === null ? null : { code: problem.code as NonNullable<Frame['journal']['problem']>['code'], values: { ...problem.values } };
}
