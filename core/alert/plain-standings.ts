import type { AlertState } from './alert';
import type { ReadRule } from './grade';
import type { AlertRecord } from './record';
import type { Standing } from './standing';

/** One standing for all alerts that nobody touched and that have no end of their own: only their rule and state tell them apart. */
export class PlainStandings {
  private readonly known = new Map<ReadRule | null, Partial<Record<AlertState, Standing>>>();

  /** The shared one where there is one; equal to what was given in any case. */
  one({ verdict }: AlertRecord, standing: Standing): Standing {
    const { deadline, snoozed, mute, ack, flapping, rule, state } = standing;
    const isPlain = verdict === null && deadline === null && !snoozed && mute === null && ack === null && flapping === null;
    if (!isPlain) return standing;
    const ofRule = this.known.get(rule) ?? {};
    this.known.set(rule, ofRule);
    return (ofRule[state] ??= standing);
  }
}
