import { useT } from '../../locales/locale';
import { searchAlerts, useAlerts } from '../../stores/alerts-store';
import { Age } from '../../ui/age';
import { Button } from '../../ui/button';

/** Says that very many alerts are new, what they share, and how many stand behind others of their kind. */
export function StormBar() {
  const t = useT();
  const storm = useAlerts((state) => state.storm);
  if (storm === null) return null;
  const { shared, count, folded } = storm;
  return (
    <section className="storm-bar" role="status" aria-label={t('storm.label')}>
      <span aria-hidden="true">▲</span>
      <p className="grow any-text">
        <strong>{t('storm.title', { n: count })}</strong> · <Age at={storm.since} /> ·{' '}
        {shared === null ? t('storm.nothing-shared') : t('storm.shared', { label: shared.label, value: shared.value, n: folded })}
      </p>
      {shared === null ? null : (
        <Button size="small" onPress={() => searchAlerts({ search: queryOf(shared) })}>
          {t('storm.show')}
        </Button>
      )}
    </section>
  );
}

/** The query that finds everything that shares it; a host may stand with a port in another label. */
function queryOf({ label, value }: { readonly label: string; readonly value: string }): string {
  return label === 'host' ? JSON.stringify(value) : `${label}=${JSON.stringify(value)}`;
}
