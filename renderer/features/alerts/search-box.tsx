import { useMemo, useRef, type RefObject } from 'react';
import { readQuery, type QueryMark } from '../../../core/alert/query-words';
import { useT } from '../../locales/locale';
import { searchAlerts, useAlerts } from '../../stores/alerts-store';
import { stretchesOf } from './search-box.logic';

/** The query, coloured by what each part of it means. The colours lie under a field whose own text is not painted. */
export function SearchBox({ field }: { readonly field: RefObject<HTMLInputElement | null> }) {
  const t = useT();
  const search = useAlerts((state) => state.search);
  const problem = useAlerts((state) => state.problem);
  const problemAt = useAlerts((state) => state.problemAt);
  const paint = useRef<HTMLDivElement>(null);
  const marks = useMemo<readonly QueryMark[]>(() => readQuery(search).marks, [search]);
  const stretches = useMemo(() => stretchesOf(search, marks, problem === null ? null : problemAt), [search, marks, problem, problemAt]);
  return (
    <div className="query-box grow">
      <div ref={paint} className="query-paint mono" aria-hidden="true">
        {stretches.map(({ from, text, kind }) => (
          <span key={from} className={`query-${kind}`}>
            {text}
          </span>
        ))}
      </div>
      <input
        ref={field}
        className="input mono query-input"
        type="search"
        aria-label={t('alerts.search')}
        aria-keyshortcuts="/"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : 'alerts-search-problem'}
        placeholder={t('alerts.search-example')}
        value={search}
        maxLength={500}
        spellCheck={false}
        onChange={(event) => searchAlerts({ search: event.currentTarget.value })}
        onScroll={(event) => {
          if (paint.current !== null) paint.current.scrollLeft = event.currentTarget.scrollLeft;
        }}
      />
    </div>
  );
}
