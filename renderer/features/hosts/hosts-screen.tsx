import { useEffect, useState } from 'react';
import type { HostView } from '../../../core/host/host';
import { useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { mayConfigure, useFrame } from '../../stores/frame-store';
import { useHosts } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { EntryActs } from '../../ui/entry-acts';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import type { Shape, Tone } from '../../ui/tone';
import { HostTestDialog } from './host-test-dialog';
import { HostTransport } from './host-transport';
import { SweepDialog } from './sweep-dialog';
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
  const mayAdd = useFrame(mayConfigure);
  const [testing, setTesting] = useState<string | null>(null);
  const [sweeping, setSweeping] = useState(false);
  useEffect(() => {
    if (hosts.at === null) void useHosts.getState().refresh();
  }, [hosts.at]);
  if (hosts.value === null) return hosts.failure === null ? <LoadingState /> : <FailureState failure={hosts.failure} onRetry={() => void hosts.refresh()} />;
  if (hosts.value.length === 0) {
    return (
      <>
        <h1 className="only-read">{t('screen.hosts')}</h1>
        <EmptyState title={t('hosts.none')}>
          {t('hosts.none-hint')}
          {mayAdd ? <AddHosts /> : null}
        </EmptyState>
      </>
    );
  }
  return (
    <div className="hosts">
      <div className="row-between">
        <h1>{t('screen.hosts')}</h1>
        <span className="grow" />
        {mayAdd ? <AddHosts /> : null}
        <Button
          size="small"
          onPress={() => {
            useDialogs.getState().show({ kind: 'recordings' });
          }}
        >
          {t('terminals.recordings')}
        </Button>
        <Button
          size="small"
          onPress={() => {
            setSweeping(true);
          }}
        >
          {t('hosts.sweep')}
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
              <th scope="row">
                {host.name}
                {host.origin === null ? null : (
                  <div className="dim hosts-origin" title={t('hosts.origin-hint')}>
                    {t('hosts.origin', { place: `${host.origin.file}:${String(host.origin.line)}` })}
                  </div>
                )}
              </th>
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
                <span className="mono dim hosts-prints" title={host.key.fingerprints.join('\n')}>
                  {host.key.fingerprints.join(' ')}
                </span>
              </td>
              <td>
                <Button
                  size="small"
                  label={t('hosts.look-label', { host: host.name })}
                  onPress={() => {
                    useDialogs.getState().show({ kind: 'enrol', host: host.name });
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
                    useDialogs.getState().show({ kind: 'terminal', host: host.name, caseId: null });
                  }}
                >
                  {t('terminals.open-act')}
                </Button>{' '}
                {mayAdd && host.origin === null ? <EntryActs called={host.name} onPress={(act) => useDialogs.getState().show({ kind: act, entry: { kind: 'host', name: host.name } })} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {sweeping ? (
        <SweepDialog
          onClose={() => {
            setSweeping(false);
          }}
        />
      ) : null}
      {testing === null ? null : (
        <HostTestDialog
          host={testing}
          onClose={() => {
            setTesting(null);
          }}
        />
      )}
    </div>
  );
}

/** A host by hand, or those that another tool knows already. */
function AddHosts() {
  const t = useT();
  const show = useDialogs((state) => state.show);
  return (
    <span className="row hosts-add">
      <Button
        size="small"
        onPress={() => {
          show({ kind: 'add-host' });
        }}
      >
        {t('setup.add-host')}
      </Button>
      <Button
        size="small"
        onPress={() => {
          show({ kind: 'import', of: 'ansible' });
        }}
      >
        {t('import.open')}
      </Button>
    </span>
  );
}
