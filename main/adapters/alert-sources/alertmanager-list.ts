import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SeenAlert } from '../../../core/alert/alert';
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

/** What is known of an answer: enough to compare the next one with, not the alerts themselves. */
interface Remembered {
  /** Digest of an alert's bytes -> its fingerprint: what came byte for byte the same is not even parsed. */
  readonly bytes: ReadonlyMap<string, string>;
  /** Fingerprint -> digest of what matters of it; a newer `updatedAt` alone is no news. */
  readonly meanings: ReadonlyMap<string, string>;
}

/** What an answer brought, or where it is no list of alerts. */
export type AlertReading = { readonly ok: true; readonly alerts: readonly SeenAlert[]; readonly difference: SightingDifference } | { readonly ok: false; readonly path: string };

function digest(data: Uint8Array | string): string {
  // SECURITY: a collision would hide a change; labels are hostile, so it must be a hash that nobody can aim.
  return createHash('sha256').update(data).digest('base64').slice(0, 24);
}

/** The alerts of one Alertmanager over time: reads answers as they arrive and gives what changed since the last one taken. */
export class AlertmanagerList {
  private before: Remembered | null = null;

  /** Begins to read one answer. */
  begin(): { readonly sink: (part: Uint8Array) => void; readonly end: () => AlertReading } {
    const { before } = this;
    const bytes = new Map<string, string>();
    const meanings = new Map<string, string>();
    const alerts: SeenAlert[] = [];
    let broken: string | null = null;
    let number = 0;

    const elements = new ArrayElements((element) => {
      const mark = digest(element);
      const same = before?.bytes.get(mark);
      const meaning = same === undefined ? undefined : before?.meanings.get(same);
      number += 1;
      if (same !== undefined && meaning !== undefined) {
        bytes.set(mark, same);
        meanings.set(same, meaning);
        return;
      }
      const read = alertSchema.safeParse(parseJson(Buffer.from(element).toString('utf8')));
      if (!read.success) {
        broken ??= [number - 1, ...(read.error.issues[0]?.path ?? [])].join('.');
        return;
      }
      const alert = seenAlert(read.data);
      const next = digest(JSON.stringify(alert));
      bytes.set(mark, alert.fingerprint);
      meanings.set(alert.fingerprint, next);
      if (before?.meanings.get(alert.fingerprint) !== next) alerts.push(alert);
    }, longestAlert);

    return {
      sink: (part) => {
        if (broken === null && (!elements.push(part) || number > mostAlerts)) broken = number > mostAlerts ? String(mostAlerts) : 'the top';
      },
      end: () => {
        if (broken !== null || !elements.isWhole()) return { ok: false, path: broken ?? 'the top' };
        const gone = before === null ? null : [...before.meanings.keys()].filter((fingerprint) => !meanings.has(fingerprint));
        const difference: SightingDifference = {
          gone,
          isCurrent: () => this.before === before,
          taken: () => {
            this.before = { bytes, meanings };
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
    ...(alert.generatorURL === undefined ? {} : { generatorUrl: alert.generatorURL }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
