import { useState } from 'react';
import { explain } from '../../../core/errors';
import { desk } from '../../desk';
import { useLocale, useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useDuty } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';

/** "It is meant so": a calendar holds far less than before; with a reason, because nobody is warned of it any more. */
export function AcceptCalendarDialog({ feed }: { readonly feed: string }) {
  const t = useT();
  const locale = useLocale();
  const close = useDialogs((state) => state.close);
  const shrunk = useDuty((state) => state.value?.feeds.find(({ id }) => id === feed)?.shrunk ?? null);
  const [why, setWhy] = useState('');
  const ready = why.trim() !== '';
  return (
    <Dialog title={t('duty.accept-title', { feed })} onClose={close}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!ready) return;
          void perform(desk().duty.accept({ feed, why: why.trim() })).then((done) => {
            if (done) close();
          });
        }}
      >
        {shrunk === null ? null : <p className="any-text">{explain(shrunk, locale).message}</p>}
        <TextField label={t('duty.accept-reason')} value={why} onChange={setWhy} maxLength={200} focus />
        <div className="row-end">
          <Button onPress={close}>{t('act.cancel')}</Button>
          <Button tone="primary" submit disabled={!ready}>
            {t('duty.accept-act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
