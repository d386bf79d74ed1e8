import { z } from 'zod';
import type { SeenAlert } from './alert';
import { jsonOf } from '../json-of';

/** What one message (a mail, a request) says: something fires, or something is over. */
export type Heard =
  | {
      readonly kind: 'fires';
      readonly fingerprint: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
      /** Epoch ms. */
      readonly startsAt: number;
      /** When the message came, epoch ms. */
      readonly heardAt: number;
      readonly generatorUrl?: string | undefined;
    }
  /** Over is the alert of this fingerprint, or every alert that has all of these labels. */
  | { readonly kind: 'ends'; readonly fingerprint: string; readonly heardAt: number }
  | { readonly kind: 'ends-all'; readonly labels: Readonly<Record<string, string>>; readonly heardAt: number };

const texts = z.record(z.string(), z.string());

const keptSchema = z.object({
  labels: texts,
  annotations: texts,
  startsAt: z.number(),
  heardAt: z.number(),
  /** Messages about it since it began to fire. */
  times: z.number().int(),
  generatorUrl: z.string().optional(),
  /** When it ended, epoch ms; null while it fires. */
  endedAt: z.number().nullable(),
});
type Kept = z.infer<typeof keptSchema>;

/**
 * Where more alerts than this of one source fire at once, the rest is told as one: a flood must not fill the memory, and
 * must not go unsaid. As many that ended are remembered beside them, and take no room from what fires.
 */
const most = 2_000;
const overflow = 'more-alerts';

/** The one alert that stands for those that are not shown one by one; times in epoch ms. */
export function moreAlerts(summary: string, startsAt: number, heardAt: number): Extract<Heard, { kind: 'fires' }> {
  return { kind: 'fires', fingerprint: overflow, labels: { alertname: 'MoreAlerts', severity: 'critical' }, annotations: { summary }, startsAt, heardAt };
}

/**
 * The alerts of a source that only speaks and cannot be asked: a mailbox, a webhook. An alert begins with a message,
 * fires again with each further one of the same fingerprint, and ends by a message or after a quiet time.
 */
export class HeardAlerts {
  private readonly kept = new Map<string, Kept>();
  private changed = new Set<string>();
  /** How many of them fire. */
  private firing = 0;

  /**
   * @param quiet how long an alert fires without a further message, ms
   * @param bornAt since when this memory is whole, epoch ms: what fired before may be missing from it
   */
  constructor(
    private readonly quiet: number,
    readonly bornAt: number,
  ) {}

  /** Takes up what an earlier start kept; a row of another shape is as good as lost. */
  restore(rows: Iterable<readonly [string, string]>): void {
    for (const [fingerprint, text] of rows) {
      const read = keptSchema.safeParse(jsonOf(text));
      if (read.success) this.set(fingerprint, read.data);
    }
  }

  take(heard: Heard): void {
    switch (heard.kind) {
      case 'fires':
        this.fire(heard);
        return;
      case 'ends':
        this.end(heard.fingerprint, heard.heardAt);
        return;
      case 'ends-all': {
        const wanted = Object.entries(heard.labels);
        for (const [fingerprint, kept] of this.kept) {
          if (wanted.every(([name, value]) => kept.labels[name] === value)) this.end(fingerprint, heard.heardAt);
        }
      }
    }
  }

  /** What fires at `now` (epoch ms), and what ended and must not be taken for merely unnamed. */
  sighting(now: number): { readonly alerts: readonly SeenAlert[]; readonly ended: ReadonlySet<string>; readonly forgetful: boolean } {
    const alerts: SeenAlert[] = [];
    const ended = new Set<string>();
    for (const [fingerprint, kept] of this.kept) {
      if (kept.endedAt === null && now - kept.heardAt >= this.quiet) this.end(fingerprint, kept.heardAt + this.quiet);
      const current = this.kept.get(fingerprint);
      // Forgotten this very moment, because too many ended: it is over all the same.
      if (current === undefined) {
        ended.add(fingerprint);
        continue;
      }
      const { endedAt, ...alert } = current;
      if (endedAt === null) alerts.push({ fingerprint, ...alert, suppressed: false });
      else if (now - endedAt >= this.quiet) this.put(fingerprint, null);
      else ended.add(fingerprint);
    }
    return { alerts, ended, forgetful: now - this.bornAt < this.quiet };
  }

  /** What changed since the last call, as rows to keep; null: forget it. */
  takeChanges(): readonly { readonly key: string; readonly value: string | null }[] {
    const changes = [...this.changed].map((key) => {
      const kept = this.kept.get(key);
      return { key, value: kept === undefined ? null : JSON.stringify(kept) };
    });
    this.changed = new Set();
    return changes;
  }

  /** What could not be written is among the next changes again. */
  notKept(changes: readonly { readonly key: string }[]): void {
    for (const { key } of changes) this.changed.add(key);
  }

  private fire({ fingerprint, labels, annotations, startsAt, heardAt, generatorUrl }: Extract<Heard, { kind: 'fires' }>): void {
    const before = this.kept.get(fingerprint);
    if (before?.endedAt !== null && this.firing >= most && fingerprint !== overflow) {
      this.fire(moreAlerts(`More than ${most} different alerts at once; the newest is: ${annotations['summary'] ?? labels['alertname'] ?? ''}`, startsAt, heardAt));
      return;
    }
    const goesOn = before?.endedAt === null ? before : null;
    this.put(fingerprint, {
      ...{ labels, annotations, endedAt: null },
      startsAt: Math.min(startsAt, goesOn?.startsAt ?? startsAt),
      heardAt: Math.max(heardAt, goesOn?.heardAt ?? heardAt),
      times: (goesOn?.times ?? 0) + 1,
      ...(generatorUrl === undefined ? {} : { generatorUrl }),
    });
  }

  private end(fingerprint: string, at: number): void {
    const kept = this.kept.get(fingerprint);
    if (kept === undefined || kept.endedAt !== null) return;
    this.put(fingerprint, { ...kept, endedAt: at });
    if (this.kept.size - this.firing > most) this.forgetOldest();
  }

  /** By now its source was asked for what ended again and again. */
  private forgetOldest(): void {
    let oldest: { readonly fingerprint: string; readonly endedAt: number } | null = null;
    for (const [fingerprint, { endedAt }] of this.kept) {
      if (endedAt !== null && (oldest === null || endedAt < oldest.endedAt)) oldest = { fingerprint, endedAt };
    }
    if (oldest !== null) this.put(oldest.fingerprint, null);
  }

  private put(fingerprint: string, kept: Kept | null): void {
    this.set(fingerprint, kept);
    this.changed.add(fingerprint);
  }

  private set(fingerprint: string, kept: Kept | null): void {
    const before = this.kept.get(fingerprint);
    this.firing += Number(kept?.endedAt === null) - Number(before?.endedAt === null);
    if (kept === null) this.kept.delete(fingerprint);
    else this.kept.set(fingerprint, kept);
  }
}
