import type { z } from 'zod';
import { explain } from '../../../core/errors';
import type { mainContract } from '../../../core/ipc/contract';
import { orderAlerts, sectionsOf, type Standed } from '../../../core/alert/order';
import { parseSearch } from '../../../core/alert/search';
import { rowOf } from '../../../core/alert/standing';
import type { Locale } from '../../../core/text';
import type { AlertBook } from './alert-book';

type Calls = (typeof mainContract)['alerts']['page'];
export type PageQuery = z.output<Calls['input']>;
export type Page = z.input<Calls['output']>;

/** Cuts pages out of the ordered list; the list is made once per change and search, not once per page. */
export function createAlertPages(book: AlertBook, caseOf: (alert: string) => string | null, locale: () => Locale): (query: PageQuery, revision: number, now: number) => Page {
  let kept: { readonly key: string; readonly ordered: readonly Standed[]; readonly problem: string | null } | null = null;

  const listOf = (query: PageQuery, revision: number, now: number): { readonly ordered: readonly Standed[]; readonly problem: string | null } => {
    const key = JSON.stringify([revision, book.revision(), query.showClosed, query.search]);
    if (kept?.key === key) return kept;
    const search = parseSearch(query.search);
    const shown: Standed[] = [];
    for (const record of book.records()) {
      if (!record.open && !query.showClosed) continue;
      // A search that cannot be read hides nothing: an alert must not vanish behind a half-typed matcher.
      if (search.ok && !search.value(record)) continue;
      shown.push({ record, standing: book.standing(record, now) });
    }
    kept = { key, ordered: orderAlerts(shown), problem: search.ok ? null : explain(search.error, locale()).message };
    return kept;
  };

  return (query, revision, now) => {
    const { ordered, problem } = listOf(query, revision, now);
    const rows = ordered.slice(query.offset, query.offset + query.limit);
    return {
      revision,
      total: ordered.length,
      sections: sectionsOf(ordered),
      rows: rows.map(({ record, standing }) => rowOf(book.dated(record), standing, caseOf(record.id))),
      problem,
    };
  };
}
