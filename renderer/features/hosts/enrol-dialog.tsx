import { useEffect, useState } from 'react';
import type { Failure } from '../../../core/errors';
import type { HostKeyOffer } from '../../../core/host/host';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useHosts } from '../../stores/lists';
import { Button } from '../../ui/button';
import { ConfirmByTyping } from '../../ui/confirm-by-typing';
import { Dialog } from '../../ui/dialog';
import { FailureState, LoadingState } from '../../ui/states';
import './hosts.css';

/** The key that a host offers now, and trusting exactly that one. */
export function EnrolDialog({ host }: { readonly host: string }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const onClose = (): void => {
    close();
    void useHosts.getState().refresh();
  };
  const [offer, setOffer] = useState<HostKeyOffer | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let gone = false;
    void desk()
      .hosts.offer({ host })
      .then((answer) => {
        if (gone) return;
        if (answer.ok) setOffer(answer.value);
        else setFailure(answer.error);
      });
    return () => {
      gone = true;
    };
  }, [host]);
  const changed = offer !== null && (offer.state === 'changed' || offer.state === 'revoked' || offer.state === 'disagree');
  return (
    <Dialog title={t('hosts.enrol-title', { host })} onClose={onClose} size="wide" tone={changed ? 'danger' : 'plain'}>
      {failure === null ? null : <FailureState failure={failure} />}
      {offer === null && failure === null ? <LoadingState /> : null}
      {offer === null ? null : (
        <div className="enrol">
          <dl className="enrol-keys">
            <dt>{t('hosts.offers')}</dt>
            <dd className="mono">
              {offer.type} {offer.fingerprint}
            </dd>
            {offer.expected.map((expected) => (
              <div key={expected} className="enrol-expected">
                <dt>{t('hosts.expected')}</dt>
                <dd className="mono">{expected}</dd>
              </div>
            ))}
          </dl>
          {changed ? (
            <p className="tone-red strong" role="alert">
              {t('hosts.changed-stop')}
            </p>
          ) : offer.state === 'known' ? (
            <p className="tone-green">{t('hosts.known-already')}</p>
          ) : (
            <>
              <p>{t('hosts.compare')}</p>
              <ConfirmByTyping
                word={host}
                action={t('hosts.enrol')}
                onRefuse={onClose}
                onConfirm={(typed) => {
                  void perform(desk().hosts.enrol({ host, fingerprint: offer.fingerprint, typed })).then(onClose);
                }}
              />
            </>
          )}
        </div>
      )}
      {changed || offer?.state === 'known' || failure !== null ? (
        <div className="row-end">
          <Button onPress={onClose}>{t('act.close')}</Button>
        </div>
      ) : null}
    </Dialog>
  );
}
