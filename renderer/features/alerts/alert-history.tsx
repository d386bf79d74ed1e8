import { useT } from '../../locales/locale';
import type { useAlertDetail } from '../../stores/details';
import { useRoute } from '../../stores/route-store';
import { Age, Countdown } from '../../ui/age';
import { Button } from '../../ui/button';
import { Panel } from '../../ui/panel';
import { barHeights } from './alert-history.logic';

type Detail = NonNullable<ReturnType<typeof useAlertDetail.getState>['value']>;

/** Drawn as an image with a sentence: thirty bars say nothing to whoever cannot see them. */
function Bars({ days, label }: { readonly days: readonly number[]; readonly label: string }) {
  return (
    <svg className="history-bars" viewBox={`0 0 ${String(days.length * 8)} 32`} role="img" aria-label={label} preserveAspectRatio="none">
      {barHeights(days, 30).map((height, at) => (
        <rect key={at} x={at * 8} y={32 - height} width={6} height={height} className={height > 1 ? 'history-bar' : 'history-bar history-bar-none'} />
      ))}
    </svg>
  );
}

/** What this alert has been like: 30 days of firings, how much of it was noise, its last case and the last run against it. */
export function AlertHistory({ alert }: { readonly alert: Detail }) {
  const t = useT();
  const go = useRoute((state) => state.go);
  const { history, lastCase, lastRun, mute } = alert;
  const sum = t('history.sum', { seen: history.seen, noise: history.noise });
  return (
    <Panel title={t('history.title')} aside={sum}>
      <div className="stack">
        <Bars days={history.days} label={sum} />
        {mute === null ? null : (
          <p className="row">
            <span className="grow">
              {t('history.muted', { by: mute.by === '' ? 'breakglass.yaml' : mute.by })} <Countdown until={mute.until} />
            </span>
            <Button size="small" onPress={() => go('mutes')}>
              {t('banner.mutes-open')}
            </Button>
          </p>
        )}
        {lastCase === null ? null : (
          <p className="row">
            <span className="grow any-text">
              {t('history.last-case')} {lastCase.verdict === null ? '' : t(`verdict.${lastCase.verdict}`)} {lastCase.why}{' '}
              {lastCase.closedAt === null ? null : (
                <span className="dim">
                  <Age at={lastCase.closedAt} />
                </span>
              )}
            </span>
            <Button size="small" onPress={() => go('cases', lastCase.id)}>
              {t('alerts.case', { id: lastCase.id })}
            </Button>
          </p>
        )}
        {lastRun === null ? null : (
          <p className="row">
            <span className="grow any-text">
              {t('history.last-run', { outcome: lastRun.outcome })}{' '}
              <span className="dim">
                <Age at={lastRun.at} />
              </span>
            </span>
            <Button size="small" onPress={() => go('runbooks', null, { path: lastRun.path, alert: alert.id })}>
              <bdi>{lastRun.path}</bdi>
            </Button>
          </p>
        )}
      </div>
    </Panel>
  );
}
