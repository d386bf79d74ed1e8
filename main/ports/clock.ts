/** Time, as the world and as this machine tell it. */
export interface Clock {
  /** Wall clock, epoch ms. A label, never an order. */
  now(): number;
  /** Monotonic ms since boot, counting sleep where the system can. */
  mono(): number;
  /** Names this boot of the machine. */
  readonly boot: string;
}
