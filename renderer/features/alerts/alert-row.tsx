import { memo } from 'react';
import type { AlertRow } from '../../../core/alert/alert';
import { useT } from '../../locales/locale';
import { Chip } from '../../ui/chip';
import { GradeBadge } from '../../ui/grade-badge';
import { useNowWhile } from '../../ui/now';
import { Age } from '../../ui/age';
import { stateWord } from './alert-list.logic';

interface AlertRowViewProps {
  readonly row: AlertRow;
  readonly id: string;
  readonly place: number;
  readonly total: number;
  readonly cursor: boolean;
  readonly selected: boolean;
  readonly onPick: (id: string, extend: boolean) => void;
}

/** One line of the list: grade, state, what and where, how long, how often, who has it. Drawn anew only when it says something else. */
export const AlertRowView = memo(function AlertRowView({ row, id, place, total, cursor, selected, onPick }: AlertRowViewProps) {
  const t = useT();
  const now = useNowWhile((at) => stateWord(row, at, t).text);
  const word = stateWord(row, now, t);
  const quiet = row.grade === 'noise' || row.state === 'resolved' || row.snooze !== null || row.mute !== null;
  return (
    <div
      id={id}
      className={`alert-row${cursor ? ' alert-row-cursor' : ''}${quiet ? ' alert-row-quiet' : ''}`}
      role="option"
      aria-selected={selected}
      aria-current={cursor ? 'true' : undefined}
      aria-posinset={place + 1}
      aria-setsize={total}
      onClick={(event) => onPick(row.id, event.ctrlKey || event.metaKey)}
    >
      <span className="alert-row-mark" aria-hidden="true">
        {selected ? '✓' : ''}
      </span>
      <GradeBadge grade={row.grade} />
      <Chip tone={word.tone} shape={word.shape}>
        {word.text}
      </Chip>
      <span className="alert-row-what">
        <bdi className="alert-row-title">{row.title}</bdi>
        <bdi className="dim">{row.where}</bdi>
        {row.flapping === null ? null : <span className="alert-row-flaps">{t('alerts.flaps', { n: row.flapping })}</span>}
        {row.behind === 0 ? null : <span className="alert-row-behind">{t('alerts.behind', { n: row.behind })}</span>}
      </span>
      <span className="alert-row-age">
        <Age at={row.startsAt} form="bare" />
      </span>
      <span className="alert-row-count" title={t('alerts.count', { n: row.count })}>
        ×{row.count}
      </span>
    </div>
  );
});
