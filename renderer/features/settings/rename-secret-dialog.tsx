import { useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';

/** Another name for a value that is kept; what files name stays under its old one as well. */
export function RenameSecretDialog({ name }: { readonly name: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [to, setTo] = useState(name);
  const ready = to.trim() !== '' && to.trim() !== name;
  return (
    <Dialog title={t('settings.vault-rename-of', { name })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          void perform(desk().vault.rename({ name, to: to.trim() })).then((done) => {
            if (done) close();
          });
        }}
      >
        <TextField label={t('settings.vault-rename-to')} hint={t('settings.vault-rename-hint')} value={to} onChange={setTo} maxLength={64} mono focus />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={!ready}>
            {t('settings.vault-rename')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
