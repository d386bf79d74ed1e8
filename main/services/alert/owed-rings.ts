import type { AlertBook } from './alert-book';
import type { MustRing } from './alert-attention';

/** A ring in the morning that an overdue 912 has coming. */
export interface OwedRing extends MustRing {
  /** When it became overdue, epoch ms: whoever was looked for since then was looked for because of it. */
  readonly since: number;
}

/**
 * What is owed a ring in the morning, as the journal and the alerts say: that a 912 is overdue is written once, and what
 * waits for it is kept in the store, which may be deleted.
 */
export function owedRings(book: AlertBook, now: number): OwedRing[] {
  return [...book.openIds()].flatMap((id): OwedRing[] => {
    const record = book.get(id);
    if (record === undefined || !record.done.overdue) return [];
    const { overdue, ack, deadline, rule } = book.standing(record, now);
    if (!overdue || ack !== null || deadline === null || deadline > now || rule?.rule.overdue === 'ring') return [];
    return [{ alert: id, title: record.title, rule: rule === null ? 'default' : `rule ${rule.number}`, when: 'morning', since: deadline }];
  });
}
