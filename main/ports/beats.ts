import type { Cancel } from './schedule';

/** A console's sign of life: who (`<operator>.<device>`), and when by its own clock, epoch ms. */
export interface Beat {
  readonly writer: string;
  readonly at: number;
}

/** How consoles show each other that they are alive, whatever carries it: the journals, or a broker where there is one. */
export interface Beats {
  /** Says that this console is alive. */
  beat(): void;
  /** Signs of life of other consoles; the same one may come twice, and an old one late. */
  onBeat(listener: (beat: Beat) => void): Cancel;
}
