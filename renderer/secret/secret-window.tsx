import { useState } from 'react';
import type { z } from 'zod';
import type { Failure } from '../../core/errors';
import type { secretContract } from '../../core/ipc/contract';
import type { Client } from '../../core/ipc/kit';
import { useT } from '../locales/locale';
import { AskedWindow } from '../ui/asked-window';
import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { FailureState } from '../ui/states';

type SecretDesk = Client<typeof secretContract>;
type Request = z.output<(typeof secretContract)['secret']['request']['output']>;

/** Takes one secret and sends it one way; the window is destroyed with its only copy. */
export function SecretWindow({ desk }: { readonly desk: SecretDesk }) {
  return (
    <AskedWindow ask={desk.secret.request} refuse={() => void desk.secret.cancel()}>
      {(request) => <Form request={request} desk={desk} />}
    </AskedWindow>
  );
}

function Form({ request, desk }: { readonly request: Request; readonly desk: SecretDesk }) {
  const t = useT();
  const [value, setValue] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
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
