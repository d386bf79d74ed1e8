import { wellFormed } from '../journal/canonical';
import type { AlertEntry } from './recorded';
import type { AlertRecord } from './record';
import type { Standing } from './standing';

/** A journal line about a firing holds at most this many characters of labels: a sender must not fill the disk. */
const mostLabelText = 4_000;

/** The entry that keeps a firing without the store. */
export function firedEntry(record: AlertRecord, standing: Standing): Extract<AlertEntry, { code: 'ALERT-FIRED' }> {
  return {
    code: 'ALERT-FIRED',
    data: {
      ...aboutAlert(record),
      cluster: record.cluster,
      fingerprint: record.fingerprint,
      source: record.source,
      grade: standing.grade ?? 'ungraded',
      startsAt: record.startsAt,
      labels: shortened(record.labels),
    },
  };
}

export function aboutAlert(record: AlertRecord): { readonly alert: string; readonly title: string } {
  return { alert: record.id, title: wellFormed(record.title).slice(0, 200) };
}

function shortened(labels: Readonly<Record<string, string>>): Record<string, string> {
  let left = mostLabelText;
  const kept: [string, string][] = [];
  for (const [name, value] of Object.entries(labels)) {
    left -= name.length + value.length;
    if (left < 0) break;
    kept.push([wellFormed(name), wellFormed(value)]);
  }
  return Object.fromEntries(kept);
}
