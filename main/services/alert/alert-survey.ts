import { firingsOf, historyDays } from '../../../core/alert/history';
import { allHold, type Matcher } from '../../../core/alert/matcher';
import { noiseReport, type NoiseReport } from '../../../core/alert/noise-report';
import type { Standed } from '../../../core/alert/order';
import type { AlertRecord } from '../../../core/alert/record';
import type { MutePreview } from '../../../core/mute/mute';
import type { Clock } from '../../ports/clock';
import type { AlertBook } from './alert-book';
import type { AlertIndex } from './alert-index';

/** A few names say what kind of alerts are meant. */
const mostExamples = 8;

/** What is known of all alerts together: for whoever is about to mute, and for the reports. */
export interface AlertSurvey {
  /** What these matchers match now, and matched in the last 30 days as far as this console knows. */
  hits(matchers: readonly Matcher[]): MutePreview;
  /** Alerts that a mute hides now, and how many of them count as 911. */
  held(): { readonly held: number; readonly held911: number };
  noise(): NoiseReport;
  /** Open alerts that no other source tells of. */
  heldOnlyBy(source: string): number;
}

const isHeld911 = ({ standing }: Standed): boolean => standing.section === 'muted' && standing.urgent;

export function createAlertSurvey(book: AlertBook, index: AlertIndex, clock: Clock): AlertSurvey {
  // Every frame asks: counted as alerts come, go and change.
  let held911 = 0;
  index.onTurned(({ removed, added }) => {
    for (const alert of removed) if (isHeld911(alert)) held911 -= 1;
    for (const alert of added) if (isHeld911(alert)) held911 += 1;
  });

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
    held: () => ({ held: index.view.count('muted'), held911 }),
    heldOnlyBy(source) {
      let count = 0;
      for (const { open, holders } of book.records()) {
        const names = Object.keys(holders);
        if (open && names.length === 1 && names[0] === source) count += 1;
      }
      return count;
    },
    noise: () => noiseReport(book.records(), clock.now(), historyDays),
  };
}
