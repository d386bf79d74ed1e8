import { failure, type Failure } from '../errors';
import type { SeenAlert } from './alert';
import { isoTime } from './iso-time';
import { allHold, type Matcher } from './matcher';

/**
 * A dead man's switch: an alert or mail that must keep coming. What feeds a source may die while the source itself
 * answers as ever; then this is what falls silent. It is taken out of what the source says, so it never shows as an alert.
 */
export class Watchdog {
  private heardAt: number;
  /** Until it was heard once, its last word is a guess. */
  private heard = false;
  private named = true;

  /**
   * @param every how long it may be silent, ms
   * @param begunAt counts as the first word, epoch ms: a console that just started has not missed anything
   */
  constructor(
    private readonly source: string,
    private readonly matchers: readonly Matcher[],
    private readonly every: number,
    begunAt: number,
  ) {
    this.heardAt = begunAt;
  }

  /** Takes its own alerts out of a good answer that came at `now` (epoch ms). */
  sift(alerts: readonly SeenAlert[], now: number): readonly SeenAlert[] {
    const own = alerts.filter((alert) => allHold(this.matchers, alert.labels));
    this.named = own.length > 0;
    // A polled source names it anew each time; a mail was heard once, when it came, by a clock that may be ahead.
    for (const alert of own) this.hear(Math.min(alert.heardAt ?? now, now));
    return own.length === 0 ? alerts : alerts.filter((alert) => !own.includes(alert));
  }

  /** True where silence about another alert proves nothing: what would tell of it may be dead as well. */
  doubtful(now: number): boolean {
    return !this.named || this.problem(now) !== null;
  }

  /** Why the source is blind although it answers, or null. */
  problem(now: number): Failure | null {
    // A clock that was set back must not keep the watchdog alive for as long as the step was wide.
    this.heardAt = Math.min(this.heardAt, now);
    if (now - this.heardAt <= this.every) return null;
    return failure('source-watchdog', { source: this.source, since: isoTime(this.heardAt) });
  }

  private hear(at: number): void {
    this.heardAt = this.heard ? Math.max(this.heardAt, at) : at;
    this.heard = true;
  }
}
