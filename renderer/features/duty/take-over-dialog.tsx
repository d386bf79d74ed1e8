import { useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useFrame } from '../../stores/frame-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';

/** "I am on call from now on", as long as whoever is on call now; it wants a reason, because it relieves somebody. */
export function TakeOverDialog() {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const duty = useFrame((state) => state.value?.duty.who ?? null);
  const [why, setWhy] = useState('');
  const ready = why.trim() !== '';
  return (
    <Dialog title={t('duty.take-title')} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          void perform(desk().duty.takeOver({ why: why.trim(), until: null })).then((done) => {
            if (done) close();
          });
        }}
      >
        <p>{duty === null ? t('duty.nobody') : t('duty.take-from', { who: duty })}</p>
        <TextField label={t('duty.take-reason')} value={why} onChange={setWhy} maxLength={200} focus />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={!ready}>
            {t('duty.take-act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
