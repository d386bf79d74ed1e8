import type { Freshness } from '../../../core/runbook/freshness';
import { useT } from '../../locales/locale';
import { Age } from '../../ui/age';
import { Chip } from '../../ui/chip';

/** When the runbook was last used, practised and reviewed, and how often it went well. */
export function FreshnessLine({ freshness }: { readonly freshness: Freshness }) {
  const t = useT();
  const { lastRun, lastDrill, lastReview, runs, ok, stale } = freshness;
  return (
    <p className="row freshness dim">
      <span>{lastRun === null ? t('runbooks.never-run') : <>{t('runbooks.last-run')} <Age at={lastRun.at} /></>}</span>
      <span>{lastDrill === null ? t('runbooks.never-drilled') : <>{t('runbooks.last-drill')} <Age at={lastDrill.at} /></>}</span>
      {runs === 0 ? null : <span>{t('runbooks.success', { ok, runs })}</span>}
      {lastReview === null ? (
        <span className="tone-amber">{t('runbooks.never-reviewed')}</span>
      ) : lastReview.current ? (
        <span>{t('runbooks.reviewed', { by: lastReview.by })}</span>
      ) : (
        <span className="tone-amber">{t('runbooks.changed-since-review', { by: lastReview.by })}</span>
      )}
      {stale === null ? null : <StaleChip stale={stale} />}
    </p>
  );
}

export function StaleChip({ stale }: { readonly stale: NonNullable<Freshness['stale']> }) {
  const t = useT();
  return (
    <Chip tone="amber" shape="triangle" title={t('runbooks.stale-why', { days: stale.everyDays })}>
      {stale.days === null ? t('runbooks.stale-never') : t('runbooks.stale', { days: stale.days })}
    </Chip>
  );
}
