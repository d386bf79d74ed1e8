import { useEffect, useState } from 'react';
import type { Failure } from '../../../core/errors';
import type { HostTest } from '../../../core/host/host';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FailureState, LoadingState } from '../../ui/states';
import { HostTransport } from './host-transport';

/** Connects to a host once and says what was found. Nothing runs there. */
export function HostTestDialog({ host, onClose }: { readonly host: string; readonly onClose: () => void }) {
  const t = useT();
  const [found, setFound] = useState<HostTest | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let gone = false;
    void desk()
      .hosts.test({ host })
      .then((answer) => {
        if (gone) return;
        if (answer.ok) setFound(answer.value);
        else setFailure(answer.error);
      });
    return () => {
      gone = true;
    };
  }, [host]);
  const problem = failure ?? found?.problem ?? null;
  return (
    <Dialog title={t('hosts.test-title', { host })} onClose={onClose}>
      {found === null && failure === null ? <LoadingState /> : null}
      {found === null ? null : (
        <p>
          <HostTransport host={{ ...found, problem: null }} />
        </p>
      )}
      {problem === null ? null : <FailureState failure={problem} />}
      {found !== null && found.problem === null ? <p className="tone-green">{t('hosts.test-ok')}</p> : null}
      {found?.other === true ? <p className="strong">{t('hosts.test-other')}</p> : null}
      {found?.warnings.map((warning) => <FailureState key={warning.code} failure={warning} />)}
      <div className="row-end">
        <Button onPress={onClose}>{t('act.close')}</Button>
      </div>
    </Dialog>
  );
}
