import { useEffect, useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useCaseDetail } from '../../stores/details';
import { useDialogs } from '../../stores/dialog-store';
import { myId, useFrame } from '../../stores/frame-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField, TextArea } from '../../ui/field';

/** Gives a case to somebody else with what they need to know: nobody takes over a case that they cannot read. */
export function HandOverDialog({ id }: { readonly id: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const me = useFrame((state) => myId(state.value));
  const { value: detail, look } = useCaseDetail();
  useEffect(() => void look(id), [look, id]);
  const people = detail?.id === id ? detail.people.filter((person) => person !== me) : [];
  const [chosen, setChosen] = useState('');
  const [summary, setSummary] = useState('');
  const to = people.includes(chosen) ? chosen : (people[0] ?? '');
  const ready = to !== '' && summary.trim() !== '';
  return (
    <Dialog title={t('hand-over.title', { id })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          void perform(desk().cases.handOver({ id, to, summary: summary.trim() })).then((done) => {
            if (done) close();
          });
        }}
      >
        {people.length === 0 ? (
          <p className="tone-amber">{t('hand-over.nobody')}</p>
        ) : (
          <SelectField label={t('hand-over.to')} value={to} options={people.map((person) => ({ value: person, text: person }))} onChange={setChosen} />
        )}
        <TextArea label={t('hand-over.summary')} hint={t('hand-over.summary-hint')} value={summary} onChange={setSummary} maxLength={2000} rows={5} focus />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={!ready}>
            {t('hand-over.act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
