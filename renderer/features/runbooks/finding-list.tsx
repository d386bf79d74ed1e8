import type { Finding } from '../../../core/runbook/runbook';
import { useLocale, useT } from '../../locales/locale';
import { Panel } from '../../ui/panel';

/** What is wrong with a file, where, and what to do. */
export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Panel title={t('runbooks.findings', { n: findings.length })} tone="red">
      <ul className="findings">
        {findings.map((finding, at) => (
          <li key={at}>
            <span className="mono">
              {finding.file}:{finding.line}:{finding.column}
            </span>{' '}
            <span className="strong any-text">{finding.message[locale]}</span> <span className="dim any-text">{finding.hint[locale]}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
