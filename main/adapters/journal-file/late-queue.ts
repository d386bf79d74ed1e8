/** An entry that could not be written when it happened. */
export interface Late {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** When it happened, epoch ms. */
  readonly happenedAt: number;
}

/** What waits for the disk, in order. Bounded: a disk that is full for days must not fill the memory too. */
export class LateQueue {
  private waiting: Late[] = [];
  private lost = 0;

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.waiting.length + (this.lost > 0 ? 1 : 0);
  }

  /** Takes one in; beyond the limit the oldest go, and are counted. */
  put(late: Late): void {
    this.waiting.push(late);
    if (this.waiting.length > this.limit) {
      this.waiting.shift();
      this.lost += 1;
    }
  }

  /** Hands everything over; what fails again is `put` back by whoever took it. */
  take(): { readonly entries: readonly Late[]; readonly lost: number } {
    const taken = { entries: this.waiting, lost: this.lost };
    this.waiting = [];
    this.lost = 0;
    return taken;
  }
}
