import type { AlertSection } from './alert';
import { searchText } from './search-text';
import type { AlertRecord } from './record';
import type { Standing } from './standing';

export const sectionOrder: readonly AlertSection[] = ['911', 'ungraded', '912', 'snoozed', 'muted', 'flapping', 'noise', 'resolved'];

/** An alert as it stands now, with what lists and searches need of it worked out once. */
export interface Standed {
  readonly record: AlertRecord;
  readonly standing: Standing;
  /** Its place within its section: the smaller the sooner. */
  readonly place: number;
  /** What words are looked for in. */
  readonly text: string;
}

/** @param before the same alert as it stood: text that cannot have changed is taken from there. */
export function standed(record: AlertRecord, standing: Standing, before?: Standed): Standed {
  const isSameText = before?.record.labels === record.labels && before.record.annotations === record.annotations;
  return { record, standing, place: placeWithin(record, standing), text: isSameText ? before.text : searchText(record) };
}

/** What must be seen first comes first: by section, then unowned before owned, then by time; never by chance. */
export function compareWithin(a: Standed, b: Standed): number {
  if (a.place !== b.place) return a.place < b.place ? -1 : 1;
  return a.record.id === b.record.id ? 0 : a.record.id < b.record.id ? -1 : 1;
}

/** Further than any time in ms: whatever has an owner comes after everything that has none. */
const afterAll = 1e15;

function placeWithin(record: AlertRecord, standing: Standing): number {
  switch (standing.section) {
    case '912':
      return standing.deadline ?? 0;
    case 'snoozed':
      return record.snooze?.until ?? Infinity;
    case 'muted':
      return standing.mute?.until ?? Infinity;
    case 'flapping':
    case 'resolved':
      return -(record.resolvedAt ?? 0);
    case '911':
    case 'ungraded':
    case 'noise':
      return (standing.ack === null ? 0 : afterAll) - record.startsAt;
  }
}
