import { useT } from '../../locales/locale';
import type { useAlertDetail } from '../../stores/details';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';

type Detail = NonNullable<ReturnType<typeof useAlertDetail.getState>['value']>;

/** The runbooks that say that they are for such an alert, with what was filled in from its labels. */
export function MatchingRunbooks({ alert }: { readonly alert: Detail }) {
  const t = useT();
  const go = useRoute((state) => state.go);
  return (
    <Panel title={t('alerts.runbooks')} aside={alert.runbooks.length === 0 ? undefined : t('alerts.prefilled')}>
      {alert.runbooks.length === 0 ? <p className="dim">{t('alerts.runbooks-none')}</p> : null}
      <ul className="stack">
        {alert.runbooks.map((runbook, at) => (
          <li key={runbook.path} className="row">
            <div className="grow">
              <bdi className="strong">{runbook.title}</bdi>{' '}
              {runbook.stale === null ? null : (
                <span className="tone-amber">{runbook.stale.days === null ? t('runbooks.stale-never') : t('runbooks.stale', { days: runbook.stale.days })} </span>
              )}
              <span className="dim mono any-text">
                {Object.entries(runbook.prefilled)
                  .map(([name, value]) => `${name}=${value}`)
                  .join(' ')}
              </span>
            </div>
            <Button
              tone={at === 0 ? 'primary' : 'plain'}
              label={t('alerts.show-plan-of', { title: runbook.title })}
              onPress={() => go('runbooks', null, { path: runbook.path, alert: alert.id })}
            >
              {t('alerts.show-plan')}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
