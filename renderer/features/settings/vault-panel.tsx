import { useEffect } from 'react';
import { secretPolicies, secretPolicySchema } from '../../../core/vault/policy';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { attempt, perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useVault } from '../../stores/lists';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';
import { Chip } from '../../ui/chip';
import { Panel } from '../../ui/panel';
import { FailureState, LoadingState } from '../../ui/states';
import { VaultLockLine } from './vault-lock-line';

/** Which secrets exist, never their values: Set opens a window of its own that sends one way. */
export function VaultPanel() {
  const t = useT();
  const { value, failure, refresh } = useVault();
  const show = useDialogs((state) => state.show);
  useEffect(() => void refresh(), [refresh]);
  return (
    <Panel title={t('settings.vault')} tone={value?.kind === 'none' ? 'violet' : 'plain'}>
      {failure === null ? null : (
        <FailureState inline={value !== null} failure={failure} onRetry={() => void refresh()} />
      )}
      {value === null && failure === null ? <LoadingState /> : null}
      {value === null ? null : (
        <div className="stack">
          <p className={value.kind === 'none' ? 'tone-violet' : 'dim'}>
            {value.kind === 'none' ? `◌ ${t('settings.vault-none')}` : t('settings.vault-keychain')} {value.why}
          </p>
          {value.kind === 'none' ? null : <VaultLockLine {...value} />}
          {value.secrets.length === 0 ? (
            <p className="dim">{t('settings.vault-empty')}</p>
          ) : (
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('settings.vault-col-name')}</th>
                  <th scope="col">{t('settings.vault-col-state')}</th>
                  <th scope="col">{t('settings.vault-col-policy')}</th>
                  <th scope="col">{t('settings.vault-col-used')}</th>
                  <th aria-hidden="true" />
                </tr>
              </thead>
              <tbody>
                {value.secrets.map((secret) => (
                  <tr key={secret.name}>
                    <td className="mono">{secret.name}</td>
                    <td>
                      {secret.present ? (
                        <Chip shape="dot">{t('settings.vault-present')}</Chip>
                      ) : (
                        <Chip tone="amber" shape="square">
                          {t('settings.vault-absent')}
                        </Chip>
                      )}{' '}
                      {secret.setAt === null ? null : (
                        <span className={secret.old ? 'tone-amber' : 'dim'}>
                          <Age at={secret.setAt} /> {secret.old ? t('settings.vault-old') : null}
                        </span>
                      )}
                    </td>
                    <td>
                      {secret.cannotWait ? (
                        <span className="dim" title={t('settings.vault-works-alone-why')}>
                          {t('settings.vault-works-alone')}
                        </span>
                      ) : (
                        <select
                          className="input vault-policy"
                          aria-label={t('settings.vault-policy-of', { name: secret.name })}
                          value={secret.policy}
                          onChange={(event) => void perform(desk().vault.policy({ name: secret.name, policy: secretPolicySchema.parse(event.currentTarget.value) }))}
                        >
                          {secretPolicies.map((policy) => (
                            <option key={policy} value={policy}>
                              {t(`settings.vault-policy-${policy}`)}
                            </option>
                          ))}
                        </select>
                      )}
                    </td>
                    <td className="dim any-text">{secret.usedBy.join(', ')}</td>
                    <td>
                      <div className="row-end">
                        <Button
                          size="small"
                          disabled={value.kind === 'none'}
                          label={t('settings.vault-set-of', { name: secret.name })}
                          onPress={() => void attempt(desk().vault.ask({ name: secret.name }))}
                        >
                          {t('settings.vault-set')}
                        </Button>
                        <Button
                          size="small"
                          disabled={!secret.present}
                          label={t('settings.vault-rename-of', { name: secret.name })}
                          onPress={() => show({ kind: 'rename-secret', name: secret.name })}
                        >
                          {t('settings.vault-rename')}
                        </Button>
                        <Button
                          size="small"
                          tone="danger"
                          disabled={!secret.present}
                          label={t('settings.vault-remove-of', { name: secret.name })}
                          onPress={() => show({ kind: 'remove-secret', name: secret.name })}
                        >
                          {t('settings.vault-remove')}
                        </Button>
                      </div>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      )}
    </Panel>
  );
}
