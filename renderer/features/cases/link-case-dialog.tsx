import { useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';

/** A ticket, a thread or a call that belongs to a case. */
export function LinkCaseDialog({ id }: { readonly id: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [url, setUrl] = useState('');
  const [what, setWhat] = useState('');
  return (
    <Dialog title={t('linking.title', { id })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (url.trim() === '') return;
          void perform(desk().cases.link({ id, url: url.trim(), what: what.trim() })).then((done) => {
            if (done) close();
          });
        }}
      >
        <TextField label={t('linking.url')} value={url} onChange={setUrl} maxLength={2000} placeholder="https://" mono focus />
        <TextField label={t('linking.what')} value={what} onChange={setWhat} maxLength={200} />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={url.trim() === ''}>
            {t('linking.act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
