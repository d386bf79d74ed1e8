import { plain } from './query-words';
import type { AlertRecord } from './record';

/** Everything of an alert that words are looked for in; made ahead, because a key must not lower-case 100,000 alerts. */
export function searchText(record: AlertRecord): string {
  const parts = [record.title, record.id, record.source];
  for (const name in record.labels) parts.push(name, record.labels[name] ?? '');
  for (const name in record.annotations) parts.push(record.annotations[name] ?? '');
  return plain(parts.join('\n'));
}
