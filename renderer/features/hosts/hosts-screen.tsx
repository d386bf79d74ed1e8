import { useEffect, useState } from 'react';
import type { Failure } from '../../../core/errors';
import type { HostKeyOffer, HostView } from '../../../core/host/host';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useHosts } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { ConfirmByTyping } from '../../ui/confirm-by-typing';
import { Dialog } from '../../ui/dialog';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import type { Shape, Tone } from '../../ui/tone';
import { HostTestDialog } from './host-test-dialog';
import { HostTransport } from './host-transport';
import './hosts.css';

const keyLooks: Readonly<Record<HostView['key']['state'], { readonly tone: Tone; readonly shape: Shape }>> = {
  unchecked: { tone: 'grey', shape: 'ring' },
  known: { tone: 'green', shape: 'dot' },
  unknown: { tone: 'violet', shape: 'dashed' },
  changed: { tone: 'red', shape: 'cross' },
  revoked: { tone: 'red', shape: 'cross' },
  disagree: { tone: 'red', shape: 'triangle' },
};

/** The inventory: where each host is, and whether its key is known. Trusting a key is an act of its own. */
export function HostsScreen() {
  const t = useT();
  const hosts = useHosts();
  const [enrolling, setEnrolling] = useState<string | null>(null);
  const [testing, setTesting] = useState<string | null>(null);
  useEffect(() => {
    if (hosts.at === null) void useHosts.getState().refresh();
  }, [hosts.at]);
  if (hosts.value === null) return hosts.failure === null ? <LoadingState /> : <FailureState failure={hosts.failure} onRetry={() => void hosts.refresh()} />;
  if (hosts.value.length === 0) {
    return (
      <>
        <h1 className="only-read">{t('screen.hosts')}</h1>
        <EmptyState title={t('hosts.none')}>{t('hosts.none-hint')}</EmptyState>
      </>
    );
  }
  return (
    <div className="hosts">
      <div className="row-between">
        <h1>{t('screen.hosts')}</h1>
        <Button
          size="small"
          onPress={() => {
            useDialogs.getState().show({ kind: 'recordings' });
          }}
        >
          {t('terminals.recordings')}
        </Button>
      </div>
      <table className="hosts-table">
        <thead>
          <tr>
            <th scope="col">{t('hosts.name')}</th>
            <th scope="col">{t('hosts.address')}</th>
            <th scope="col">{t('hosts.groups')}</th>
            <th scope="col">{t('hosts.danger')}</th>
            <th scope="col">{t('hosts.transport')}</th>
            <th scope="col">{t('hosts.key')}</th>
            <th scope="col">
              <span className="only-read">{t('hosts.acts')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {hosts.value.map((host) => (
            <tr key={host.name}>
              <th scope="row">{host.name}</th>
              <td className="mono">
                {host.user}@{host.address}:{host.port}
                {host.jump.length === 0 ? null : <div className="dim">{t('hosts.through', { jump: host.jump.join(', ') })}</div>}
              </td>
              <td>{host.groups.join(', ')}</td>
              <td>
                <Chip tone={host.danger === 'prod' ? 'red' : 'grey'} shape={host.danger === 'prod' ? 'square' : 'none'}>
                  {host.danger}
                </Chip>
              </td>
              <td>
                <HostTransport host={host} />
              </td>
              <td>
                <Chip tone={keyLooks[host.key.state].tone} shape={keyLooks[host.key.state].shape}>
                  {t(`hosts.key-${host.key.state}`)}
                </Chip>{' '}
                <span className="mono dim">{host.key.fingerprints.join(' ')}</span>
              </td>
              <td>
                <Button
                  size="small"
                  label={t('hosts.look-label', { host: host.name })}
                  onPress={() => {
                    setEnrolling(host.name);
                  }}
                >
                  {t('hosts.look')}
                </Button>{' '}
                <Button
                  size="small"
                  label={t('hosts.test-label', { host: host.name })}
                  onPress={() => {
                    setTesting(host.name);
                  }}
                >
                  {t('hosts.test')}
                </Button>{' '}
                <Button
                  size="small"
                  label={t('terminals.open-label', { host: host.name })}
                  onPress={() => {
                    useDialogs.getState().show({ kind: 'terminal', host: host.name, danger: host.danger });
                  }}
                >
                  {t('terminals.open-act')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {testing === null ? null : (
        <HostTestDialog
          host={testing}
          onClose={() => {
            setTesting(null);
          }}
        />
      )}
      {enrolling === null ? null : (
        <EnrolDialog
          host={enrolling}
          onClose={() => {
            setEnrolling(null);
            void useHosts.getState().refresh();
          }}
        />
      )}
    </div>
  );
}

function EnrolDialog({ host, onClose }: { readonly host: string; readonly onClose: () => void }) {
  const t = useT();
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
