import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { ConfirmByTyping } from '../../ui/confirm-by-typing';
import { Dialog } from '../../ui/dialog';

/** A deleted secret is gone: its name must be typed. */
export function RemoveSecretDialog({ name }: { readonly name: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  return (
    <Dialog title={t('settings.vault-remove-title')} onClose={close} tone="danger">
      <p>{t('settings.vault-remove-text')}</p>
      <ConfirmByTyping
        word={name}
        action={t('settings.vault-remove-act')}
        onRefuse={close}
        onConfirm={() => {
          close();
          void perform(desk().vault.remove({ name }));
        }}
      />
    </Dialog>
  );
}
