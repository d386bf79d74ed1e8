import type { EntryView } from '../../../core/journal/entry';
import { useLocale, useT } from '../../locales/locale';
import { Moment } from '../../ui/moment';

/** All that one entry records. The data is shown as text, never as anything else. */
export function EntryDetail({ entry }: { readonly entry: EntryView }) {
  const t = useT();
  const locale = useLocale();
  return (
    <aside className="entry-detail" aria-label={t('journal.entry')}>
      <p className="any-text strong">{entry[locale]}</p>
      <dl className="facts">
        <dt>{t('journal.code')}</dt>
        <dd className="mono">{entry.code}</dd>
        <dt>{t('journal.at')}</dt>
        <dd>
          <Moment at={entry.at} form="day-clock" />
        </dd>
        <dt>{t('journal.writer')}</dt>
        <dd className="mono">{entry.writer}</dd>
        <dt>{t('journal.seq')}</dt>
        <dd>{entry.seq}</dd>
        <dt>{t('journal.device')}</dt>
        <dd className="mono">
          {entry.op}.{entry.dev}
        </dd>
        <dt>{t('journal.signed')}</dt>
        <dd className="mono">{entry.alg}</dd>
      </dl>
      <pre className="mono any-text">{JSON.stringify(entry.data, null, 2)}</pre>
    </aside>
  );
}
