import type { Finding } from '../../core/runbook/runbook';
import type { Locale } from '../../core/text';
import { useT } from '../locales/locale';
import { Chip } from './chip';

/** One thing that a check found: where, what, and what to do. */
export function FindingLine({ finding, locale }: { readonly finding: Finding; readonly locale: Locale }) {
  const t = useT();
  return (
    <li>
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
        <span className="mono any-text">{`${finding.file}:${String(finding.line)}:${String(finding.column)}`}</span>
        <span className="dim mono">{finding.rule}</span>
      </div>
      <p className="any-text">{finding.message[locale]}</p>
      <p className="dim any-text">{finding.hint[locale]}</p>
    </li>
  );
}
