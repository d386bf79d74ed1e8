import type { VaultView } from '../../../core/vault/vault-view';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';

/** Whether the vault is locked, what opens it, and what a lock is worth on this system. */
export function VaultLockLine({ locked, means, lockAfterMs }: Pick<VaultView, 'locked' | 'means' | 'lockAfterMs'>) {
  const t = useT();
  return (
    <div className="vault-lock">
      <div className="row">
        {locked === null ? (
          <Chip shape="dot">{t('settings.vault-open')}</Chip>
        ) : (
          <Chip tone="amber" shape="square">
            {t(`settings.vault-locked-${locked.cause}`)}
          </Chip>
        )}
        <span className="grow">{locked === null ? null : <Age at={locked.since} />}</span>
        {locked === null ? (
          <Button size="small" onPress={() => void perform(desk().vault.lock())}>
            {t('settings.vault-lock')}
          </Button>
        ) : (
          <Button size="small" tone="primary" onPress={() => void perform(desk().vault.unlock())}>
            {t('settings.vault-unlock')}
          </Button>
        )}
      </div>
      {locked === null ? <p className="dim">{t('settings.vault-lock-after', { minutes: Math.max(1, Math.round(lockAfterMs / 60_000)) })}</p> : null}
      <p className={means === 'keyring' ? 'dim' : 'tone-violet'}>{t(`settings.vault-means-${means}`)}</p>
    </div>
  );
}
