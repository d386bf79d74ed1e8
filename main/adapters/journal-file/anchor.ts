import { causeText } from '../../../core/cause-text';
import type { Cancel, Schedule } from '../../ports/schedule';

/** The last entry that this device is sure of, kept away from the journal's folder (in the keychain). */
export interface Anchor {
  read(): Promise<AnchorPoint | null>;
  write(point: AnchorPoint): Promise<void>;
}

export interface AnchorPoint {
  readonly seq: number;
  /** SHA-256 of the raw line, hex. */
  readonly hash: string;
}

/** How long an anchor may lag: a keychain is slow, and a cut tail of a few seconds is what witnesses are for. */
const lagMs = 5_000;

/** Moves the anchor along, at most once in five seconds, never two writes at a time. */
export class AnchorChain {
  private latest: AnchorPoint | null = null;
  private timer: Cancel | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly anchor: Anchor,
    private readonly schedule: Schedule,
    private readonly log: (line: string) => void,
  ) {}

  reached(point: AnchorPoint): void {
    this.latest = point;
    this.timer ??= this.schedule.after(lagMs, () => void this.flush());
  }

  /** Writes what is latest; a keychain that refuses is logged, never in the way of the journal. */
  flush(): Promise<void> {
    this.timer?.();
    this.timer = null;
    this.writing = this.writing.then(async () => {
      const point = this.latest;
      if (point === null) return;
      this.latest = null;
      try {
        await this.anchor.write(point);
      } catch (error) {
        this.log(`journal anchor not kept: ${causeText(error)}`);
      }
    });
    return this.writing;
  }
}
