import { useState } from 'react';
import { retireReasonSchema, type RetireReason } from '../../../core/team/team';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField } from '../../ui/field';

/** A device that is out of use stays so: its name must be typed, in the window that signs it. */
export function RetireDialog({ person, device }: { readonly person: string; readonly device: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [why, setWhy] = useState<RetireReason>('lost');
  const footer = (
    <>
      <Button onPress={close}>{t('act.cancel')}</Button>
      <Button
        tone="danger"
        onPress={() => {
          close();
          void perform(desk().workspace.retire({ person, device, why }));
        }}
      >
        {t('settings.team-retire')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('settings.team-retire-title', { device: `${person}.${device}` })} onClose={close} tone="danger" footer={footer}>
      <SelectField
        label={t('settings.team-why')}
        value={why}
        onChange={setWhy}
        options={retireReasonSchema.options.map((each) => ({ value: each, text: t(`settings.team-why-${each}`) }))}
      />
      <p>{t(`settings.team-text-${why}`)}</p>
    </Dialog>
  );
}
