import { useEffect, useState } from 'react';
import type { Grade } from '../../../core/alert/alert';
import type { RuleTrial } from '../../../core/alert/rule-trial';
import type { Failure } from '../../../core/errors';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { useRules } from '../../stores/lists';
import { Button } from '../../ui/button';
import { SelectField, TextArea, TextField } from '../../ui/field';
import { GradeBadge } from '../../ui/grade-badge';
import { FailureState } from '../../ui/states';
import { AdditionDialog } from './addition-dialog';
import { additionOf, problemOf, type Values } from './addition.logic';
import type { ChangedEntry } from './changed-entry';
import { useAddition } from './use-addition';

const keys = ['when', 'grade', 'ring', 'within', 'overdue', 'group-by'] as const;

type Tried = { readonly of: string; readonly changes: NonNullable<RuleTrial['changes']> | null; readonly failure: Failure | null };

/** A grading rule at its place in the list, added or changed, after it was tried against the last 30 days. */
export function RuleDialog({ when, changed }: { readonly when: string; readonly changed: ChangedEntry | null }) {
  const t = useT();
  const locale = useLocale();
  const close = useDialogs((state) => state.close);
  const rules = useRules((state) => state.value?.rules);
  const [values, setValues] = useState<Values>(changed?.values ?? { when, grade: '912' });
  const [place, setPlace] = useState(String(changed?.place ?? 1));
  const [trial, setTrial] = useState<Tried | null>(null);
  const [trying, setTrying] = useState(false);
  useEffect(() => {
    void useRules.getState().refresh();
  }, []);
  const grade: Grade = values['grade'] === '911' ? '911' : values['grade'] === 'noise' ? 'noise' : '912';
  const mine = keys.filter((key) => (key === 'ring' ? grade === '911' : key === 'within' || key === 'overdue' ? grade === '912' : key === 'group-by' ? grade === '911' : true));
  const addition = additionOf('rule', Object.fromEntries(mine.map((key) => [key, values[key] ?? ''])), { place: Number(place), replaces: changed?.name ?? null });
  const underWay = useAddition(addition);
  const { draft, tried } = underWay;
  const asked = JSON.stringify([values['when'], grade, place]);
  const change = (key: string) => (value: string) => {
    setValues((before) => ({ ...before, [key]: value }));
  };
  const field = (key: (typeof keys)[number]) => ({ value: values[key] ?? '', onChange: change(key), problem: problemOf(draft, key, values, tried, locale) });
  const tryIt = async (): Promise<void> => {
    setTrying(true);
    const answer = await desk().alerts.rules({ tried: { when: values['when'] ?? '', grade, place: Number(place), ...(changed === null ? {} : { replaces: changed.place }) } });
    setTrial({ of: asked, changes: answer.ok ? answer.value.changes : null, failure: answer.ok ? null : answer.error });
    setTrying(false);
  };
  return (
    <AdditionDialog
      title={changed === null ? t('setup.rule-title') : t('setup.rule-change-title', { name: changed.name })}
      action={t(changed === null ? 'setup.rule-act' : 'setup.change-act')}
      underWay={underWay}
      shown={keys}
      onDone={() => {
        void useRules.getState().refresh();
        close();
      }}
      tests={
        <Button disabled={trying || (values['when'] ?? '').trim() === ''} onPress={() => void tryIt()}>
          {t('setup.rule-try')}
        </Button>
      }
    >
      <TextArea label={t('setup.rule-when')} hint={t('mutes.when-hint')} rows={2} maxLength={2000} mono focus {...field('when')} />
      <div className="setup-grid">
        <SelectField
          label={t('opening.grade')}
          {...field('grade')}
          options={[
            { value: '911', text: '911' },
            { value: '912', text: '912' },
            { value: 'noise', text: t('grade.noise') },
          ]}
        />
        <SelectField
          label={t('setup.rule-place')}
          value={place}
          onChange={setPlace}
          options={
            changed === null
              ? [
                  ...(rules ?? []).map(({ number, when: other, grade: given }) => ({ value: String(number), text: t('setup.rule-before', { n: number, grade: given, when: other }) })),
                  { value: String((rules?.length ?? 0) + 1), text: t('setup.rule-last', { n: (rules?.length ?? 0) + 1 }) },
                ]
              : (rules ?? []).map(({ number, when: other, grade: given }) => ({ value: String(number), text: t(number === changed.place ? 'setup.rule-stays' : 'setup.rule-at', { n: number, grade: given, when: other }) }))
          }
        />
        {grade !== '911' ? null : (
          <>
            <SelectField
              label={t('setup.rule-ring')}
              {...field('ring')}
              options={[
                { value: '', text: t('setup.rule-ring-ask') },
                { value: 'auto', text: t('setup.rule-ring-auto') },
              ]}
            />
            <TextField label={t('setup.rule-group')} hint={t('setup.words-hint')} maxLength={500} mono {...field('group-by')} />
          </>
        )}
        {grade !== '912' ? null : (
          <>
            <TextField label={t('setup.rule-within')} hint={t('setup.rule-within-hint')} maxLength={20} mono {...field('within')} />
            <SelectField
              label={t('setup.rule-overdue')}
              {...field('overdue')}
              options={[
                { value: '', text: t('setup.rule-overdue-morning') },
                { value: 'ring', text: t('setup.rule-overdue-ring') },
              ]}
            />
          </>
        )}
      </div>
      {trial?.of !== asked ? null : trial.failure === null ? trial.changes === null ? null : <Changes changes={trial.changes} /> : <FailureState inline failure={trial.failure} />}
    </AdditionDialog>
  );
}

/** What the rule would have graded otherwise in the last 30 days. */
function Changes({ changes }: { readonly changes: NonNullable<RuleTrial['changes']> }) {
  const t = useT();
  return (
    <section className="stack" aria-label={t('setup.rule-tried')} role="status">
      <p className="strong">{changes.alerts === 0 ? t('setup.rule-none') : t('rules.changes', { n: changes.alerts, m: changes.firings })}</p>
      {changes.moves.length === 0 ? null : (
        <p className="row">
          {changes.moves.map(({ from, to, alerts }) => (
            <span key={`${from ?? ''}${to ?? ''}`} className="row">
              <GradeBadge grade={from} /> → <GradeBadge grade={to} /> <span className="dim">× {alerts}</span>
            </span>
          ))}
        </p>
      )}
      <ul>
        {changes.examples.map(({ id, title, from, to }) => (
          <li key={id} className="row">
            <GradeBadge grade={from} /> → <GradeBadge grade={to} />
            <bdi className="cut grow">{title}</bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}
