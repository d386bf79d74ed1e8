import { firingsOf, historyDays } from '../../../core/alert/history';
import { allHold, type Matcher } from '../../../core/alert/matcher';
import { noiseReport, type NoiseReport } from '../../../core/alert/noise-report';
import type { AlertRecord } from '../../../core/alert/record';
import type { MutePreview } from '../../../core/mute/mute';
import type { Clock } from '../../ports/clock';
import type { AlertBook } from './alert-book';

/** A few names say what kind of alerts are meant. */
const mostExamples = 8;

/** What is known of all alerts together: for whoever is about to mute, and for the reports. */
export interface AlertSurvey {
  /** What these matchers match now, and matched in the last 30 days as far as this console knows. */
  hits(matchers: readonly Matcher[]): MutePreview;
  /** Alerts that a mute hides now, and how many of them count as 911. */
  held(): { readonly held: number; readonly held911: number };
  noise(): NoiseReport;
}

export function createAlertSurvey(book: AlertBook, clock: Clock): AlertSurvey {
  /** Every frame asks: nobody counts all alerts again in the same second for the same answer. */
  let counted: { readonly key: string; readonly held: ReturnType<AlertSurvey['held']> } | null = null;

  return {
    hits(matchers) {
      const now = clock.now();
      const open: { readonly record: AlertRecord; readonly urgent: boolean }[] = [];
      let firings = 0;
      let alerts = 0;
      for (const record of book.records()) {
        if (!allHold(matchers, record.labels)) continue;
        const past = firingsOf(record, now);
        firings += past;
        if (past > 0) alerts += 1;
        if (record.open) open.push({ record, urgent: book.standing(record, now).urgent });
      }
      open.sort((a, b) => Number(b.urgent) - Number(a.urgent) || (a.record.id < b.record.id ? -1 : 1));
      return {
        now: open.length,
        urgent: open.filter(({ urgent }) => urgent).length,
        firings,
        alerts,
        examples: open.slice(0, mostExamples).map(({ record, urgent }) => ({ id: record.id, title: record.title, urgent })),
      };
    },
    held() {
      const now = clock.now();
      const key = `${String(book.revision())} ${String(Math.floor(now / 1_000))}`;
      if (counted?.key === key) return counted.held;
      let held = 0;
      let held911 = 0;
      for (const record of book.open()) {
        const standing = book.standing(record, now);
        if (standing.mute === null) continue;
        held += 1;
        if (standing.urgent) held911 += 1;
      }
      counted = { key, held: { held, held911 } };
      return counted.held;
    },
    noise: () => noiseReport(book.records(), clock.now(), historyDays),
  };
}
