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
import type { ChangedEntry } from './changed-entry';
import { EntryField } from './entry-field';
import { useAddition } from './use-addition';

const noFields: readonly FormField[] = [];
const common = ['id', 'kind'] as const;

type Tested = { readonly of: string; readonly answer: { readonly report: SourceReport } | { readonly failure: Failure } };

/** A source of alerts, added or changed: asked for what its kind needs, tested against the real thing, then written. */
export function SourceDialog({ changed }: { readonly changed: ChangedEntry | null }) {
  const t = useT();
  const locale = useLocale();
  const close = useDialogs((state) => state.close);
  const [kinds, setKinds] = useState<readonly SourceKind[]>([]);
  const [values, setValues] = useState<Values>(changed?.values ?? { id: '', kind: 'alertmanager' });
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
  const typed = fields.length === 0 ? values : Object.fromEntries(Object.entries(values).filter(([key]) => known.has(key)));
  const addition = additionOf('source', typed, { replaces: changed?.name ?? null, fields });
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
      title={changed === null ? t('setup.source-title') : t('setup.source-change-title', { name: changed.name })}
      action={t(changed === null ? 'setup.source-act' : 'setup.change-act')}
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
        <SelectField label={t('setup.source-kind')} value={kind} options={kinds.map((each) => ({ value: each.kind, text: each.title }))} onChange={change('kind')} focus={changed === null} />
        <TextField label={t('setup.source-id')} hint={t('setup.source-id-hint')} value={values['id'] ?? ''} onChange={change('id')} maxLength={64} mono focus={changed !== null} problem={problem('id')} />
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
