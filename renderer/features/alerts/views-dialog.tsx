import { useEffect, useState } from 'react';
import { useT } from '../../locales/locale';
import { useAlerts } from '../../stores/alerts-store';
import { useDialogs } from '../../stores/dialog-store';
import { copyViewLink, openView, removeView, saveView, useViews } from '../../stores/views-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import { KeyHint } from '../../ui/key-hint';
import { EmptyState, FailureState } from '../../ui/states';

/** Keyed views: the first nine open with `g` and their number. */
const keyed = 9;

/** The views of this device: open one, keep what is shown now, hand it on as a link. */
export function ViewsDialog() {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const { value: views, failure, refresh } = useViews();
  const search = useAlerts((state) => state.search);
  const [name, setName] = useState('');
  useEffect(() => void refresh(), [refresh]);
  const isEmpty = search.trim() === '';
  return (
    <Dialog
      title={t('views.title')}
      onClose={close}
      footer={
        <>
          <Button onPress={() => void copyViewLink()}>{t('views.copy')}</Button>
          <Button onPress={close}>{t('act.close')}</Button>
        </>
      }
    >
      {failure === null ? null : <FailureState inline failure={failure} onRetry={() => void refresh()} />}
      {views?.length === 0 ? <EmptyState title={t('views.empty')}>{t('views.empty-text')}</EmptyState> : null}
      <ul className="views">
        {views?.map((view, at) => (
          <li key={view.name} className="row">
            <Button
              onPress={() => {
                close();
                openView(view);
              }}
            >
              {view.name}
            </Button>
            <bdi className="grow cut mono dim">{view.search}</bdi>
            {at < keyed ? <KeyHint keys={`g ${String(at + 1)}`} /> : null}
            <Button size="small" tone="quiet" label={t('views.remove', { name: view.name })} onPress={() => void removeView(view.name)}>
              ✕
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="row views-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void saveView(name.trim()).then((saved) => saved && setName(''));
        }}
      >
        <TextField label={t('views.name')} hint={isEmpty ? t('views.name-hint-all') : t('views.name-hint', { query: search.trim() })} value={name} onChange={setName} maxLength={60} />
        <Button submit disabled={name.trim() === ''}>
          {t('views.save')}
        </Button>
      </form>
    </Dialog>
  );
}
