import { hash } from 'node:crypto';
import { z } from 'zod';
import type { SeenAlert } from '../../../core/alert/alert';
import { jsonOf } from '../../../core/json-of';
import type { SightingDifference } from '../../ports/alert-source';
import { ArrayElements } from './alertmanager-elements';

const texts = z.record(z.string(), z.string());
const moment = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) context.addIssue('not a time');
  return ms;
});

/** What API v2 answers of one alert, as far as it is used; unknown keys come and go with versions. */
const alertSchema = z.object({
  fingerprint: z.string().min(1).max(200),
  labels: texts,
  annotations: texts.default({}),
  startsAt: moment,
  generatorURL: z.string().optional(),
  status: z.object({ state: z.enum(['unprocessed', 'active', 'suppressed']) }),
});

/** More alerts than this of one Alertmanager are refused. */
const mostAlerts = 200_000;
/** Bytes of one alert. */
const longestAlert = 8 * 1_048_576;

/**
 * What is known of an answer: enough to compare the next one with, not the alerts themselves. Three lists in the
 * answer's order, because Alertmanager names alerts in the same order each time.
 */
class Remembered {
  readonly fingerprints: string[] = [];
  /** Digests of the alerts' bytes: what came byte for byte the same is not even parsed. */
  readonly bytes: string[] = [];
  /** Digests of what matters of them; a newer `updatedAt` alone is no news. */
  readonly meanings: string[] = [];
  private places: ReadonlyMap<string, number> | null = null;

  add(fingerprint: string, bytes: string, meaning: string): void {
    this.fingerprints.push(fingerprint);
    this.bytes.push(bytes);
    this.meanings.push(meaning);
  }

  /** Where a fingerprint stands; `likely` is looked at first. Undefined where it was not named. */
  placeOf(fingerprint: string, likely: number): number | undefined {
    if (this.fingerprints[likely] === fingerprint) return likely;
    this.places ??= new Map(this.fingerprints.map((each, at): [string, number] => [each, at]));
    return this.places.get(fingerprint);
  }

  /** Lets go of what only comparing needed. */
  settle(): void {
    this.places = null;
  }
}

/** What an answer brought, or where it is no list of alerts. */
export type AlertReading = { readonly ok: true; readonly alerts: readonly SeenAlert[]; readonly difference: SightingDifference } | { readonly ok: false; readonly path: string };

function digest(data: Uint8Array | string): string {
  // SECURITY: a collision would hide a change; labels are hostile, so it must be a hash that nobody can aim.
  return hash('sha256', data, 'binary');
}

/** The alerts of one Alertmanager over time: reads answers as they arrive and gives what changed since the last one taken. */
export class AlertmanagerList {
  private before: Remembered | null = null;

  /** Begins to read one answer. */
  begin(): { readonly sink: (part: Uint8Array) => void; readonly end: () => AlertReading } {
    const { before } = this;
    const now = new Remembered();
    const still = new Uint8Array(before?.fingerprints.length ?? 0);
    const alerts: SeenAlert[] = [];
    let broken: string | null = null;
    let number = 0;
    let next = 0;

    /** It was named before, at this place. */
    const isStill = (place: number): void => {
      still[place] = 1;
      next = place + 1;
    };
    const elements = new ArrayElements((element) => {
      const mark = digest(element);
      number += 1;
      const fingerprint = before?.fingerprints[next];
      const meaning = before?.meanings[next];
      if (fingerprint !== undefined && meaning !== undefined && before?.bytes[next] === mark) {
        now.add(fingerprint, mark, meaning);
        isStill(next);
        return;
      }
      const read = alertSchema.safeParse(jsonOf(Buffer.from(element).toString('utf8')));
      if (!read.success) {
        broken ??= [number - 1, ...(read.error.issues[0]?.path ?? [])].join('.');
        return;
      }
      const alert = seenAlert(read.data);
      const means = digest(JSON.stringify(alert));
      const place = before?.placeOf(alert.fingerprint, next);
      now.add(alert.fingerprint, mark, means);
      if (place === undefined || before?.meanings[place] !== means) alerts.push(alert);
      if (place !== undefined) isStill(place);
    }, longestAlert);

    return {
      sink: (part) => {
        if (broken === null && (!elements.push(part) || number > mostAlerts)) broken = number > mostAlerts ? String(mostAlerts) : 'the top';
      },
      end: () => {
        if (broken !== null || !elements.isWhole()) return { ok: false, path: broken ?? 'the top' };
        before?.settle();
        const gone = before === null ? null : new Set(before.fingerprints.filter((_, place) => still[place] === 0));
        // A fingerprint that was named twice is not gone while it is named once.
        if (gone !== null && gone.size > 0) for (const fingerprint of now.fingerprints) gone.delete(fingerprint);
        const difference: SightingDifference = {
          gone: gone === null ? null : [...gone],
          isCurrent: () => this.before === before,
          taken: () => {
            this.before = now;
          },
        };
        return { ok: true, alerts, difference };
      },
    };
  }
}

function seenAlert(alert: z.infer<typeof alertSchema>): SeenAlert {
  return {
    fingerprint: alert.fingerprint,
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: alert.startsAt,
    suppressed: alert.status.state === 'suppressed',
    ...(alert.generatorURL === undefined || alert.generatorURL === '' ? {} : { generatorUrl: alert.generatorURL }),
  };
}
