import { useEffect, useState } from 'react';
import type { HeldApproval, SecondPerson } from '../../core/approval/approval';
import { explain, type Failure } from '../../core/errors';
import type { approvalContract } from '../../core/ipc/contract';
import type { Client } from '../../core/ipc/kit';
import { useLocale, useT } from '../locales/locale';
import { Button } from '../ui/button';
import { TextField } from '../ui/field';
import { FailureState } from '../ui/states';

interface SecondPersonPanelProps {
  readonly second: SecondPerson;
  readonly hash: string;
  readonly desk: Client<typeof approvalContract>;
  readonly held: HeldApproval | null;
  readonly onHeld: (held: HeldApproval) => void;
}

/** The second person's part: what to read to them, and the code that they read back. */
export function SecondPersonPanel({ second, hash, desk, held, onHeld }: SecondPersonPanelProps) {
  const t = useT();
  const locale = useLocale();
  const [code, setCode] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => desk.approval.onHeld(onHeld), [desk, onHeld]);

  if (held !== null) {
    return (
      <p className="tone-green strong" role="status">
        ● {t(held.how === 'phone' ? 'approval.held-phone' : 'approval.held-signed', { by: held.by })}
      </p>
    );
  }
  const prove = async (): Promise<void> => {
    const answer = await desk.approval.prove({ code });
    if (answer.ok) onHeld(answer.value);
    else {
      setFailure(answer.error);
      setCode('');
    }
  };
  return (
    <section className="approval-second" aria-label={t('approval.second')}>
      <p className="strong">{t('approval.second-ask', { people: second.people.join(', ') })}</p>
      {second.challenge === null ? null : (
        <form
          className="row approval-code"
          onSubmit={(event) => {
            event.preventDefault();
            if (code.trim() !== '') void prove();
          }}
        >
          <div>
            <p className="dim">{t('approval.read-out', { plan: hash.slice(0, 16) })}</p>
            <p className="approval-challenge mono">{second.challenge}</p>
          </div>
          <TextField
            label={t('approval.code')}
            value={code}
            onChange={setCode}
            maxLength={20}
            mono
            problem={failure === null ? null : explain(failure, locale).message}
            hint={failure === null ? t('approval.code-hint') : explain(failure, locale).hint}
          />
          <Button submit disabled={code.trim() === ''}>
            {t('approval.check-code')}
          </Button>
        </form>
      )}
      {second.problem === null ? null : <FailureState inline failure={second.problem} />}
      <p className="dim">{t('approval.second-limits')}</p>
    </section>
  );
}
