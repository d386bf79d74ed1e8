import { useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';
import './terminals.css';

/** The reason first: a terminal opens in a window of its own, recorded from its first byte. */
export function TerminalDialog({ host, danger }: { readonly host: string; readonly danger: 'prod' | 'stage' | 'lab' }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  return (
    <Dialog title={t('terminals.open-title', { host })} onClose={close} tone={danger === 'prod' ? 'danger' : 'plain'}>
      <form
        className="terminal-form"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (reason.trim() === '') return;
          void attempt(desk().terminals.open({ host, reason })).then((opened) => {
            if (opened) close();
          });
        }}
      >
        <p className="dim">{t('terminals.open-text')}</p>
        <TextField label={t('terminals.reason')} value={reason} onChange={setReason} maxLength={500} focus problem={tried && reason.trim() === '' ? t('terminals.reason-needed') : null} />
        <div className="row-end">
          <Button onPress={close} keys="Esc">
            {t('act.cancel')}
          </Button>
          <Button tone={danger === 'prod' ? 'danger' : 'primary'} submit>
            {t('terminals.open')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
