import type { VerifyReport } from '../../../core/journal/entry';
import { useT } from '../../locales/locale';
import { Age } from '../../ui/age';
import { Chip } from '../../ui/chip';
import { Panel } from '../../ui/panel';

type WriterReport = VerifyReport['writers'][number];

/** Up to where a writer's history is proven, by whom, and what is not: never more than is known (decisions.md 6). */
function Proof({ report }: { readonly report: WriterReport }) {
  const t = useT();
  if (report.provenTo === 0) return <span className="tone-violet">{t('journal.report-unproven')}</span>;
  return (
    <span>
      {t('journal.report-proven', { n: report.provenTo, by: report.provenBy })}
      {report.provenTo < report.entries ? (
        <span className="tone-violet">
          {' '}
          · {t('journal.report-unwitnessed', { from: report.provenTo + 1, to: report.entries })}
        </span>
      ) : null}
    </span>
  );
}

export function VerifyPanel({ report, at }: { readonly report: VerifyReport; readonly at: number }) {
  const t = useT();
  return (
    <div role="status">
      <Panel title={t('journal.report')} tone={report.ok ? 'plain' : 'red'} aside={<Age at={at} />}>
        <div className="stack">
          <p className={report.ok ? 'tone-green strong' : 'tone-red strong'}>
            {report.ok ? '● ' : '✕ '}
            {report.ok ? t('journal.report-ok') : t('journal.report-bad')}
          </p>
          {report.writers.length === 0 ? <p className="dim">{t('journal.report-none')}</p> : null}
          <ul className="stack">
            {report.writers.map((writer) => (
              <li key={writer.writer}>
                <div className="row">
                  <bdi className="strong">{writer.writer}</bdi>
                  {writer.bad === null ? (
                    <Chip tone="green" shape="dot">
                      {t('journal.report-whole')}
                    </Chip>
                  ) : (
                    <Chip tone="red" shape="cross">
                      {t('journal.report-is-broken')}
                    </Chip>
                  )}
                  <span className="dim">{t('journal.report-entries', { n: writer.entries })}</span>
                  <Proof report={writer} />
                  {writer.unvouched ? <span className="tone-violet">{t('journal.report-unvouched')}</span> : null}
                  <span className="mono dim cut journal-head-hash" title={writer.head}>
                    {writer.head}
                  </span>
                </div>
                {writer.bad === null ? null : (
                  <p className="tone-red any-text">
                    {t('journal.report-broken', { file: writer.bad.file, line: writer.bad.line, why: writer.bad.why })}
                  </p>
                )}
                {writer.open.map((what) => (
                  <p key={what} className="tone-violet any-text">
                    {t('journal.report-open', { what })}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </div>
      </Panel>
    </div>
  );
}
