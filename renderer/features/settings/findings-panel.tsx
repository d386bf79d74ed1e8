import { useEffect } from 'react';
import { useLocale, useT } from '../../locales/locale';
import { useFindings } from '../../stores/lists';
import { Chip } from '../../ui/chip';
import { Panel } from '../../ui/panel';
import { FailureState, LoadingState } from '../../ui/states';

/** What is wrong with the workspace files: file:line:column, what, and what to do. */
export function FindingsPanel() {
  const t = useT();
  const locale = useLocale();
  const { value, failure, refresh } = useFindings();
  useEffect(() => void refresh(), [refresh]);
  return (
    <Panel
      title={t('settings.findings')}
      tone={value?.some((finding) => finding.severity === 'error') === true ? 'amber' : 'plain'}
    >
      {failure === null ? null : (
        <FailureState inline={value !== null} failure={failure} onRetry={() => void refresh()} />
      )}
      {value === null && failure === null ? <LoadingState /> : null}
      {value?.length === 0 ? <p className="dim">{t('settings.findings-none')}</p> : null}
      <ul className="stack">
        {value?.map((finding) => (
          <li key={`${finding.file}:${finding.line}:${finding.column} ${finding.rule} ${finding.message.en}`}>
            <div className="row">
              {finding.severity === 'error' ? (
                <Chip tone="red" shape="cross">
                  {t('settings.finding-error')}
                </Chip>
              ) : (
                <Chip tone="amber" shape="square">
                  {t('settings.finding-warning')}
                </Chip>
              )}
              <span className="mono any-text">{`${finding.file}:${finding.line}:${finding.column}`}</span>
              <span className="dim mono">{finding.rule}</span>
            </div>
            <p className="any-text">{finding.message[locale]}</p>
            <p className="dim any-text">{finding.hint[locale]}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
