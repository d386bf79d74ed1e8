import type { SourceReport } from '../../core/alert/source-report';
import { useT } from '../locales/locale';
import { Age } from './age';
import { Moment } from './moment';

/** What a test of a source found there. */
export function SourceReportLine({ report }: { readonly report: SourceReport }) {
  const t = useT();
  const { server, place, count, newest, tookMs } = report;
  return (
    <p className="any-text" role="status">
      <span className="tone-green">{t('sources.test-ok', { ms: Math.round(tookMs) })}</span> <bdi>{server}</bdi>
      {place === '' ? null : (
        <>
          {' · '}
          <bdi className="mono">{place}</bdi>
        </>
      )}
      {' · '}
      {t('sources.test-count', { n: count })}
      {newest === null ? null : (
        <>
          {' · '}
          {t('sources.test-newest')} <Moment at={newest} form="day" /> (<Age at={newest} />)
        </>
      )}
    </p>
  );
}
