import { useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { useActs } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/field';

/** A case by hand: for what no alert says, or for alerts that wake nobody and need somebody all the same. */
export function OpenCaseDialog({ title: asked, alerts }: { readonly title: string; readonly alerts: readonly string[] }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const go = useRoute((state) => state.go);
  const [title, setTitle] = useState(asked);
  const [grade, setGrade] = useState<'911' | '912'>('911');
  return (
    <Dialog title={t('opening.title')} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() === '') return;
          void desk()
            .cases.open({ title: title.trim(), grade, alerts: [...alerts] })
            .then((answer) => {
              const made = useActs.getState().settle(answer, (act) => act);
              if (made === null) return;
              close();
              go('cases', made.id);
            });
        }}
      >
        <p className="dim">{alerts.length === 0 ? t('opening.text') : t('opening.text-alerts', { n: alerts.length })}</p>
        <TextField label={t('opening.what')} value={title} onChange={setTitle} maxLength={200} focus />
        <SelectField
          label={t('opening.grade')}
          value={grade}
          options={[
            { value: '911', text: '911' },
            { value: '912', text: '912' },
          ]}
          onChange={setGrade}
        />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={title.trim() === ''}>
            {t('opening.act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
