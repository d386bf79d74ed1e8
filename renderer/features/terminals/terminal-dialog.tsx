import { useEffect, useState } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useCases, useHosts } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { SelectField, TextField } from '../../ui/field';
import './terminals.css';

interface TerminalDialogProps {
  /** Null: whoever comes from a case says which. */
  readonly host: string | null;
  readonly caseId: string | null;
}

/** The reason first: a terminal opens in a window of its own, recorded from its first byte. */
export function TerminalDialog({ host: from, caseId: of }: TerminalDialogProps) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const hosts = useHosts();
  const cases = useCases();
  const [host, setHost] = useState(from ?? '');
  const [caseId, setCaseId] = useState(of ?? '');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { refresh: readHosts } = hosts;
  const { refresh: readCases } = cases;
  useEffect(() => {
    void readHosts();
    void readCases();
  }, [readHosts, readCases]);
  const danger = hosts.value?.find(({ name }) => name === host)?.danger === 'prod' ? 'danger' : 'plain';
  const open = (cases.value ?? []).filter(({ id, state }) => state === 'open' || id === of);
  const ready = host !== '' && reason.trim() !== '';
  return (
    <Dialog title={from === null ? t('terminals.open-some-title') : t('terminals.open-title', { host: from })} onClose={close} tone={danger}>
      <form
        className="terminal-form"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!ready) return;
          void attempt(desk().terminals.open({ host, reason, caseId: caseId === '' ? null : caseId })).then((opened) => {
            if (opened) close();
          });
        }}
      >
        <p className="dim">{t('terminals.open-text')}</p>
        {from === null ? (
          <SelectField
            label={t('terminals.host')}
            value={host}
            options={[{ value: '', text: t('terminals.host-choose') }, ...(hosts.value ?? []).map(({ name, danger: of }) => ({ value: name, text: `${name} (${of})` }))]}
            onChange={setHost}
            problem={tried && host === '' ? t('terminals.host-choose') : null}
            focus
          />
        ) : null}
        <TextField label={t('terminals.reason')} value={reason} onChange={setReason} maxLength={500} focus={from !== null} problem={tried && reason.trim() === '' ? t('terminals.reason-needed') : null} />
        {open.length === 0 ? null : (
          <SelectField
            label={t('terminals.case')}
            hint={t('terminals.case-hint')}
            value={caseId}
            options={[{ value: '', text: t('terminals.no-case') }, ...open.map(({ id, title }) => ({ value: id, text: `${id} ${title}` }))]}
            onChange={setCaseId}
          />
        )}
        <div className="row-end">
          <Button onPress={close} keys="Esc">
            {t('act.cancel')}
          </Button>
          <Button tone={danger === 'danger' ? 'danger' : 'primary'} submit>
            {t('terminals.open')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
