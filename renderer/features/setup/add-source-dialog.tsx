import { useEffect, useMemo, useState } from 'react';
import type { SourceReport } from '../../../core/alert/source-report';
import type { Failure } from '../../../core/errors';
import type { SourceKind } from '../../../core/ipc/setup';
import type { FormField } from '../../../core/workspace/form-field';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { SelectField, TextField } from '../../ui/field';
import { SourceReportLine } from '../../ui/source-report-line';
import { FailureState } from '../../ui/states';
import { AdditionDialog } from './addition-dialog';
import { additionOf, arranged, problemOf, type Values } from './addition.logic';
import { EntryField } from './entry-field';
import { useAddition } from './use-addition';

const noFields: readonly FormField[] = [];
const common = ['id', 'kind'] as const;

type Tested = { readonly of: string; readonly answer: { readonly report: SourceReport } | { readonly failure: Failure } };

/** Adds a source of alerts: asked for what its kind needs, tested against the real thing, then written. */
export function AddSourceDialog() {
  const t = useT();
  const locale = useLocale();
  const close = useDialogs((state) => state.close);
  const [kinds, setKinds] = useState<readonly SourceKind[]>([]);
  const [values, setValues] = useState<Values>({ id: '', kind: 'alertmanager' });
  const [tested, setTested] = useState<Tested | null>(null);
  const [testing, setTesting] = useState(false);
  useEffect(() => {
    void desk()
      .setup.sourceKinds()
      .then((answer) => {
        if (answer.ok) setKinds(answer.value);
      });
  }, []);
  const kind = values['kind'] ?? '';
  const fields = kinds.find((each) => each.kind === kind)?.fields ?? noFields;
  const known = useMemo(() => new Set([...common, ...fields.map(({ key }) => key)]), [fields]);
  // What was typed for another kind waits there and is not sent.
  const addition = additionOf('source', Object.fromEntries(Object.entries(values).filter(([key]) => known.has(key))), null, fields);
  const underWay = useAddition(addition);
  const { draft, tried } = underWay;
  const { first, more } = arranged(fields, common);
  const asked = JSON.stringify(addition);
  const change = (key: string) => (value: string) => {
    setValues((before) => ({ ...before, [key]: value }));
  };
  const problem = (key: string): string | null => problemOf(draft, key, values, tried, locale);
  const test = async (): Promise<void> => {
    setTesting(true);
    const answer = await desk().setup.trySource(addition);
    setTested({ of: asked, answer: answer.ok ? { report: answer.value } : { failure: answer.error } });
    setTesting(false);
  };
  const entryField = (field: FormField) => <EntryField key={field.key} field={field} value={values[field.key] ?? ''} problem={problem(field.key)} onChange={change(field.key)} />;
  return (
    <AdditionDialog
      title={t('setup.source-title')}
      action={t('setup.source-act')}
      underWay={underWay}
      shown={[...known]}
      onDone={close}
      tests={
        <Button disabled={testing || draft?.ready !== true} onPress={() => void test()}>
          {testing ? t('sources.testing') : t('setup.source-test')}
        </Button>
      }
    >
      <div className="setup-grid">
        <SelectField label={t('setup.source-kind')} value={kind} options={kinds.map((each) => ({ value: each.kind, text: each.title }))} onChange={change('kind')} focus />
        <TextField label={t('setup.source-id')} hint={t('setup.source-id-hint')} value={values['id'] ?? ''} onChange={change('id')} maxLength={64} mono problem={problem('id')} />
      </div>
      <div className="setup-grid">{first.map(entryField)}</div>
      <details className="setup-more" open={more.some(({ key }) => problem(key) !== null) || undefined}>
        <summary>{t('setup.more')}</summary>
        <div className="setup-grid">{more.map(entryField)}</div>
      </details>
      {tested?.of !== asked ? null : 'report' in tested.answer ? <SourceReportLine report={tested.answer.report} /> : <FailureState inline failure={tested.answer.failure} />}
    </AdditionDialog>
  );
}
