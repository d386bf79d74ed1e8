import type { Blind, Frame } from '../../core/ipc/frame';
import { createSignal } from '../../core/signal';
import type { Duty } from '../../core/shift/shift';
import { maySound } from '../../core/siren/seen';
import type { SirenCard } from '../../core/siren/siren';
import type { JournalStatus } from '../ports/journal';
import type { Cancel, Schedule } from '../ports/schedule';

/** Where each part of the frame comes from: the other desks, asked at the moment of showing. */
export interface FrameDeskPorts {
  readonly workspace: () => Frame['workspace'];
  readonly me: () => Frame['me'];
  readonly duty: () => Duty;
  readonly sirens: () => readonly SirenCard[];
  readonly sources: () => Frame['sources'];
  readonly vault: () => Frame['vault'];
  readonly journal: () => JournalStatus;
  readonly blind: () => readonly Blind[];
  readonly runs: () => Frame['runs'];
  readonly mutes: () => Frame['mutes'];
  readonly counts: () => Frame['counts'];
}

/** What the console itself adds, with or without an open workspace. */
export type FrameSurroundings = Pick<Frame, 'runtime' | 'locale' | 'theme' | 'hotkey' | 'unopened'>;

/** Changes within this time are told once, ms: short enough for a ring, long enough for a storm. */
const settle = 50;

/** The frame of every screen: one glance that answers what is on fire, what sounds, who has it, what cannot be seen. */
export class FrameDesk {
  private readonly changed = createSignal();
  private pending: Cancel | null = null;

  constructor(
    private readonly ports: FrameDeskPorts,
    private readonly schedule: Schedule,
  ) {}

  view(surroundings: FrameSurroundings): Frame {
    const duty = this.ports.duty();
    const sirens = this.ports.sirens();
    const journal = this.ports.journal();
    return {
      ...surroundings,
      workspace: this.ports.workspace(),
      me: this.ports.me(),
      duty: {
        who: duty.now?.person ?? null,
        until: duty.now?.to ?? null,
        next: duty.next?.person ?? null,
        nextFrom: duty.next?.from ?? null,
      },
      sirens: sirens.map(({ id, owner, state, provenAt }) => ({ id, owner, state, provenAt })),
      rings: sirens.flatMap(({ ring }) => (ring !== null && maySound(ring) ? [ring] : [])),
      sources: [...this.ports.sources()],
      vault: this.ports.vault(),
      journal: { state: journal.state, seq: journal.seq, problem: journal.problem },
      blind: [...this.ports.blind()].sort((a, b) => a.since - b.since),
      runs: this.ports.runs(),
      mutes: this.ports.mutes(),
      counts: this.ports.counts(),
    };
  }

  /** Any desk says that something changed; listeners hear of it once per short while. */
  touch(): void {
    this.pending ??= this.schedule.after(settle, () => {
      this.pending = null;
      this.changed.emit();
    });
  }

  onChanged(listener: () => void): Cancel {
    return this.changed.on(listener);
  }

  close(): void {
    this.pending?.();
    this.changed.clear();
  }
}
