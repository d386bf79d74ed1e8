import { useState } from 'react';
import { retireReasonSchema, type RetireReason } from '../../../core/team/team';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { ConfirmByTyping } from '../../ui/confirm-by-typing';
import { Dialog } from '../../ui/dialog';
import { SelectField } from '../../ui/field';

/** A device that is out of use stays so: its name must be typed. */
export function RetireDialog({ person, device }: { readonly person: string; readonly device: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [why, setWhy] = useState<RetireReason>('lost');
  return (
    <Dialog title={t('settings.team-retire-title', { device: `${person}.${device}` })} onClose={close} tone="danger">
      <SelectField
        label={t('settings.team-why')}
        value={why}
        onChange={setWhy}
        options={retireReasonSchema.options.map((each) => ({ value: each, text: t(`settings.team-why-${each}`) }))}
      />
      <p>{t(`settings.team-text-${why}`)}</p>
      <ConfirmByTyping
        word={`${person}.${device}`}
        action={t('settings.team-retire')}
        onRefuse={close}
        onConfirm={() => {
          close();
          void perform(desk().workspace.retire({ person, device, why }));
        }}
      />
    </Dialog>
  );
}
