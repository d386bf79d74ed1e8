import { useState } from 'react';
import type { Decision } from '../../../core/run/run';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { attempt } from '../../stores/act-store';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextField } from '../../ui/field';

/** What a person is about to say about a step: on one host, or about all hosts on which it failed. */
export interface Deciding {
  readonly position: number;
  readonly hosts: readonly string[];
  readonly decision: Decision | 'retry-failed';
}

const dangerous: ReadonlySet<Deciding['decision']> = new Set(['retry', 'retry-recordless', 'retry-failed']);

/** Asks for the reason, which is journalled, and then decides. */
export function DecisionDialog({ run, deciding, onClose }: { readonly run: string; readonly deciding: Deciding; readonly onClose: () => void }) {
  const t = useT();
  const [reason, setReason] = useState('');
  const { position, hosts, decision } = deciding;
  const [host = ''] = hosts;
  const title = t(`runs.decide-${decision}`, { host, n: hosts.length });
  const decide = (): void => {
    const why = reason.trim();
    if (why === '') return;
    onClose();
    void (decision === 'retry-failed'
      ? attempt(desk().runs.retryFailed({ run, position, reason: why }))
      : attempt(desk().runs.decide({ run, position, host, decision, reason: why })));
  };
  return (
    <Dialog title={title} onClose={onClose} tone={dangerous.has(decision) ? 'danger' : 'plain'}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          decide();
        }}
      >
        <p>{t(`runs.decide-${decision}-text`)}</p>
        {hosts.length < 2 ? null : <p className="mono any-text">{hosts.join(', ')}</p>}
        <TextField label={t('runs.decide-reason')} value={reason} onChange={setReason} maxLength={500} focus />
        <div className="row-end">
          <Button onPress={onClose}>{t('act.cancel')}</Button>
          <Button tone={dangerous.has(decision) ? 'danger' : 'primary'} submit disabled={reason.trim() === ''}>
            {title}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
