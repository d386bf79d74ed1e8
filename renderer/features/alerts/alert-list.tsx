import { useCallback, useMemo } from 'react';
import { useT } from '../../locales/locale';
import {
  placeOf,
  putCursor,
  reloadAlerts,
  rowAt,
  searchAlerts,
  showRows,
  toggleSelected,
  useAlerts,
} from '../../stores/alerts-store';
import { Button } from '../../ui/button';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { layoutOf } from '../../ui/list-layout.logic';
import { VirtualList } from '../../ui/virtual-list';
import { itemAt, itemOfRow, rowsWithin } from './alert-list.logic';
import { AlertRowView } from './alert-row';

const rowHeight = 33;
const headingHeight = 27;
const idOfRow = (row: number): string => `alert-row-${row}`;

function pick(id: string, extend: boolean): void {
  putCursor(id);
  if (extend) toggleSelected(id);
}

/** The alerts, grouped, the worst first; only what is on screen is fetched and drawn. */
export function AlertList() {
  const t = useT();
  const { sections, pages, total, cursor, cursorRow, selected, answeredAt, failure, search, showClosed } = useAlerts();

  const layout = useMemo(
    () => layoutOf(sections.flatMap(({ count }) => [{ count: 1, height: headingHeight }, { count, height: rowHeight }])),
    [sections],
  );
  const onRange = useCallback(
    (first: number, last: number) => {
      const rows = rowsWithin(sections, first, last);
      if (rows !== null) showRows(rows[0], rows[1]);
    },
    [sections],
  );

  if (answeredAt === null)
    return failure === null ? <LoadingState /> : <FailureState failure={failure} onRetry={reloadAlerts} />;
  const problem = failure === null ? null : <FailureState inline failure={failure} onRetry={reloadAlerts} />;
  if (total === 0) {
    return (
      <>
        {problem}
        {search !== '' || showClosed ? (
          <EmptyState title={t('alerts.empty-search', { query: search === '' ? '…' : search })}>
            <Button keys="Esc" onPress={() => searchAlerts({ search: '', showClosed: false })}>
              {t('alerts.clear-search')}
            </Button>
          </EmptyState>
        ) : (
          <EmptyState title={t('alerts.empty')}>{t('alerts.empty-text')}</EmptyState>
        )}
      </>
    );
  }

  const cursorPlace = cursor === null ? -1 : placeOf({ pages }, cursor);
  const renderItem = (index: number) => {
    const item = itemAt(sections, index);
    if (item === null) return null;
    if (item.kind === 'heading') {
      return (
        <div className="alert-heading">
          <span>{t(`alerts.section-${item.section}`)}</span>
          <span>{item.count}</span>
        </div>
      );
    }
    const row = rowAt({ pages }, item.row);
    if (row === null) return <div className="alert-row alert-row-loading">{t('state.loading')}</div>;
    return (
      <AlertRowView
        row={row}
        id={idOfRow(item.row)}
        place={item.row}
        total={total}
        cursor={row.id === cursor}
        selected={selected.has(row.id)}
        onPick={pick}
      />
    );
  };

  return (
    <>
      {problem}
      <VirtualList
        role="listbox"
        label={t('screen.alerts')}
        className="alert-list"
        layout={layout}
        renderItem={renderItem}
        activeId={cursorPlace < 0 ? undefined : idOfRow(cursorPlace)}
        activeIndex={itemOfRow(sections, cursorRow)}
        onRange={onRange}
      />
    </>
  );
}
