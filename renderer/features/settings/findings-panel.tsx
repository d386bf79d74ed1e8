import { useEffect } from 'react';
import { useLocale, useT } from '../../locales/locale';
import { useFindings } from '../../stores/lists';
import { FindingLine } from '../../ui/finding-line';
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
          <FindingLine key={`${finding.file}:${finding.line}:${finding.column} ${finding.rule} ${finding.message.en}`} finding={finding} locale={locale} />
        ))}
      </ul>
    </Panel>
  );
}
