import { useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useCases } from '../../stores/lists';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField } from '../../ui/field';

/** Makes a case part of another open one: its alerts and its story go there. */
export function MergeCaseDialog({ id }: { readonly id: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const go = useRoute((state) => state.go);
  const cases = useCases((state) => state.value);
  const others = (cases ?? []).filter((each) => each.state === 'open' && each.id !== id);
  const [chosen, setChosen] = useState('');
  const into = others.find((each) => each.id === chosen) ?? others[0];
  return (
    <Dialog title={t('merging.title', { id })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (into === undefined) return;
          void perform(desk().cases.merge({ id, into: into.id })).then((done) => {
            if (!done) return;
            close();
            go('cases', into.id);
          });
        }}
      >
        <p className="dim">{t('merging.text')}</p>
        {into === undefined ? (
          <p className="tone-amber">{t('merging.none')}</p>
        ) : (
          <SelectField label={t('merging.into')} value={into.id} options={others.map((each) => ({ value: each.id, text: `${each.id} ${each.title}` }))} onChange={setChosen} focus />
        )}
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={into === undefined}>
            {t('merging.act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
