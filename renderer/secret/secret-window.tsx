import { useEffect, useState } from 'react';
import type { z } from 'zod';
import type { Failure } from '../../core/errors';
import type { secretContract } from '../../core/ipc/contract';
import type { Client } from '../../core/ipc/kit';
import { LocaleProvider, useT } from '../locales/locale';
import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { FailureState, LoadingState } from '../ui/states';

type SecretDesk = Client<typeof secretContract>;
type Request = z.output<(typeof secretContract)['secret']['request']['output']>;

/** Takes one secret and sends it one way; the window is destroyed with its only copy. */
export function SecretWindow({ desk }: { readonly desk: SecretDesk }) {
  const [request, setRequest] = useState<Request | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    void desk.secret.request().then((answer) => {
      if (answer.ok) setRequest(answer.value);
      else setFailure(answer.error);
    });
  }, [desk]);
  useEffect(() => {
    if (request === null) return;
    document.documentElement.dataset['theme'] = request.theme;
    document.documentElement.lang = request.locale;
  }, [request]);
  if (failure !== null) return <FailureState failure={failure} />;
  if (request === null) return <LoadingState />;
  return (
    <LocaleProvider locale={request.locale}>
      <Form request={request} desk={desk} />
    </LocaleProvider>
  );
}

function Form({ request, desk }: { readonly request: Request; readonly desk: SecretDesk }) {
  const t = useT();
  const [value, setValue] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing) void desk.secret.cancel();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [desk]);
  return (
    <form
      className="secret"
      aria-label={t('secret.title')}
      onSubmit={(event) => {
        event.preventDefault();
        if (value === '') return;
        void desk.secret.give({ value }).then((answer) => {
          if (!answer.ok) setFailure(answer.error);
        });
        setValue('');
      }}
    >
      <h1>{t('secret.title')}</h1>
      <p className="dim any-text">{request.purpose}</p>
      <TextField label={request.name} hint={t('secret.hint')} type="password" value={value} onChange={setValue} focus />
      {failure === null ? null : <FailureState failure={failure} inline />}
      <div className="row-end">
        <Button onPress={() => void desk.secret.cancel()} keys="Esc">
          {t('act.cancel')}
        </Button>
        <Button tone="primary" submit disabled={value === ''}>
          {t('secret.store')}
        </Button>
      </div>
    </form>
  );
}
