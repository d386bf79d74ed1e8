import { useEffect } from 'react';
import { may } from '../../../core/team/team';
import { useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { useFrame } from '../../stores/frame-store';
import { useTeam } from '../../stores/lists';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Panel } from '../../ui/panel';

/** Everybody of the team with their devices; an operator takes a device out of use here. */
export function TeamPanel() {
  const t = useT();
  const { value, refresh } = useTeam();
  const me = useFrame((state) => state.value?.me ?? null);
  const seq = useFrame((state) => state.value?.journal.seq ?? 0);
  // Taking somebody in or out is an entry, too.
  useEffect(() => {
    void refresh();
  }, [refresh, seq]);
  if (value === null || value.length === 0) return null;
  const mayRetire = may(me?.role ?? null, 'enrol');
  return (
    <Panel title={t('settings.team')}>
      {value.map(({ id, name, role, devices }) => (
        <section key={id} className="source-card" aria-label={name}>
          <div className="row">
            <strong className="any-text">{name}</strong>
            <span className="dim mono">{id}</span>
            <span className="dim">{t(`role.${role}`)}</span>
          </div>
          {devices.length === 0 ? <p className="dim">{t('settings.team-no-device')}</p> : null}
          {devices.map((device) => (
            <div key={device.id} className="row">
              <span className="mono">{device.id}</span>
              <span className="dim mono">{device.fingerprint}</span>
              {device.retired ? (
                <Chip tone="grey" shape="square">
                  {t('settings.team-retired')}
                </Chip>
              ) : null}
              {device.isOwn ? <span className="dim">{t('settings.team-own')}</span> : null}
              {mayRetire && !device.retired && !device.isOwn ? (
                <Button
                  size="small"
                  label={t('settings.team-retire-of', { device: `${id}.${device.id}` })}
                  onPress={() => useDialogs.getState().show({ kind: 'retire-device', person: id, device: device.id })}
                >
                  {t('settings.team-retire')}
                </Button>
              ) : null}
            </div>
          ))}
        </section>
      ))}
    </Panel>
  );
}
