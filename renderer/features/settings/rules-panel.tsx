import { useEffect } from 'react';
import { useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { mayConfigure, useFrame } from '../../stores/frame-store';
import { useRules } from '../../stores/lists';
import { Button } from '../../ui/button';
import { GradeBadge } from '../../ui/grade-badge';
import { EntryActs } from '../../ui/entry-acts';
import { Panel } from '../../ui/panel';
import { FailureState } from '../../ui/states';

/** The grading rules in their order, and how much each decided in the last 30 days. */
export function RulesPanel() {
  const t = useT();
  const { value, failure, refresh } = useRules();
  const mayAdd = useFrame(mayConfigure);
  useEffect(() => void refresh(), [refresh]);
  return (
    <Panel
      title={t('rules.title')}
      aside={
        mayAdd ? (
          <Button size="small" onPress={() => useDialogs.getState().show({ kind: 'add-rule', when: '' })}>
            {t('setup.add-rule')}
          </Button>
        ) : undefined
      }
    >
      {failure === null ? null : <FailureState inline={value !== null} failure={failure} onRetry={() => void refresh()} />}
      {value === null ? null : (
        <ol className="stack">
          {value.rules.map(({ number, when, grade, alerts, firings }) => (
            <li key={number} className="row">
              <span className="dim">{number}</span>
              <GradeBadge grade={grade} />
              <span className="mono grow any-text">{when}</span>
              <span className={alerts === 0 ? 'tone-amber' : 'dim'}>{alerts === 0 ? t('rules.unused') : t('rules.use', { n: alerts, m: firings })}</span>
              {mayAdd ? <EntryActs called={t('rules.number', { n: number })} onPress={(act) => useDialogs.getState().show({ kind: act, entry: { kind: 'rule', name: String(number) } })} /> : null}
            </li>
          ))}
          <li className="row">
            <span className="dim">—</span>
            <GradeBadge grade={null} />
            <span className="grow">{t('rules.unmatched')}</span>
            <span className="dim">{t('rules.use', { n: value.unmatched.alerts, m: value.unmatched.firings })}</span>
          </li>
        </ol>
      )}
    </Panel>
  );
}
