import { useEffect, useState } from 'react';
import type { Grade } from '../../../core/alert/alert';
import type { RuleTrial } from '../../../core/alert/rule-trial';
import { explain, type Failure } from '../../../core/errors';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { useRules } from '../../stores/lists';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/field';
import { GradeBadge } from '../../ui/grade-badge';
import { Panel } from '../../ui/panel';
import { FailureState } from '../../ui/states';

function Changes({ changes }: { readonly changes: NonNullable<RuleTrial['changes']> }) {
  const t = useT();
  return (
    <div aria-live="polite">
      <p className="strong">{t('rules.changes', { n: changes.alerts, m: changes.firings })}</p>
      <ul>
        {changes.examples.map(({ id, title, from, to }) => (
          <li key={id} className="row">
            <GradeBadge grade={from} /> → <GradeBadge grade={to} />
            <bdi className="cut grow">{title}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A rule is tried against what is known before anybody writes it into breakglass.yaml. */
function TryRule() {
  const t = useT();
  const locale = useLocale();
  const [when, setWhen] = useState('');
  const [grade, setGrade] = useState<Grade>('912');
  const [trial, setTrial] = useState<RuleTrial['changes']>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void desk()
          .alerts.rules({ tried: { when, grade, place: 1 } })
          .then((answer) => {
            setTrial(answer.ok ? answer.value.changes : null);
            setFailure(answer.ok ? null : answer.error);
          });
      }}
    >
      <div className="settings-two">
        <TextField label={t('rules.try-when')} value={when} onChange={setWhen} maxLength={2000} mono problem={failure === null ? null : explain(failure, locale).message} />
        <SelectField
          label={t('opening.grade')}
          value={grade}
          options={[
            { value: '911', text: '911' },
            { value: '912', text: '912' },
            { value: 'noise', text: t('grade.noise') },
          ]}
          onChange={setGrade}
        />
      </div>
      <div className="row">
        <Button submit>{t('rules.try')}</Button>
        <span className="dim">{t('rules.try-hint')}</span>
      </div>
      {trial === null ? null : <Changes changes={trial} />}
    </form>
  );
}

/** The grading rules in their order, and how much each decided in the last 30 days. */
export function RulesPanel() {
  const t = useT();
  const { value, failure, refresh } = useRules();
  useEffect(() => void refresh(), [refresh]);
  return (
    <Panel title={t('rules.title')}>
      {failure === null ? null : <FailureState inline={value !== null} failure={failure} onRetry={() => void refresh()} />}
      {value === null ? null : (
        <ol className="stack">
          {value.rules.map(({ number, when, grade, alerts, firings }) => (
            <li key={number} className="row">
              <span className="dim">{number}</span>
              <GradeBadge grade={grade} />
              <span className="mono grow any-text">{when}</span>
              <span className={alerts === 0 ? 'tone-amber' : 'dim'}>{alerts === 0 ? t('rules.unused') : t('rules.use', { n: alerts, m: firings })}</span>
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
      <TryRule />
    </Panel>
  );
}
