import { useCallback, useEffect, useRef } from 'react';
import { useT } from '../../locales/locale';
import { clearSelection, putCursor, searchAlerts, useAlerts } from '../../stores/alerts-store';
import { useFrame } from '../../stores/frame-store';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { SplitPane } from '../../ui/split-pane';
import { AlertDetail } from './alert-detail';
import { AlertList } from './alert-list';
import { useAlertKeys } from './use-alert-keys';
import './alerts.css';

function ListHead({ search: field }: { readonly search: React.RefObject<HTMLInputElement | null> }) {
  const t = useT();
  const search = useAlerts((state) => state.search);
  const showClosed = useAlerts((state) => state.showClosed);
  const total = useAlerts((state) => state.total);
  const problem = useAlerts((state) => state.problem);
  const selected = useAlerts((state) => state.selected.size);
  const mutes = useFrame((state) => state.value?.mutes.inForce ?? 0);
  return (
    <div className="alerts-head">
      <input
        ref={field}
        className="input mono grow"
        type="search"
        aria-label={t('alerts.search')}
        aria-keyshortcuts="/"
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : 'alerts-search-problem'}
        placeholder={t('alerts.search-example')}
        value={search}
        maxLength={500}
        spellCheck={false}
        onChange={(event) => searchAlerts({ search: event.currentTarget.value })}
      />
      <Button size="small" pressed={showClosed} onPress={() => searchAlerts({ showClosed: !showClosed })}>
        {t('alerts.show-closed')}
      </Button>
      <Button size="small" onPress={() => useRoute.getState().go('mutes')}>
        {mutes === 0 ? t('screen.mutes') : t('alerts.mutes', { n: mutes })}
      </Button>
      {selected === 0 ? (
        <span className="dim">{t('alerts.total', { n: total })}</span>
      ) : (
        <Button size="small" keys="Esc" onPress={clearSelection}>
          {t('alerts.selected', { n: selected })}
        </Button>
      )}
      {problem === null ? null : (
        <p id="alerts-search-problem" className="field-problem alerts-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** Triage: the list at the left, the alert under the cursor at the right. */
export function AlertsScreen() {
  const t = useT();
  const search = useRef<HTMLInputElement>(null);
  const detail = useRef<HTMLElement>(null);
  const asked = useRoute((state) => state.place.id);
  const focusSearch = useCallback(() => search.current?.select(), []);
  const focusDetail = useCallback(() => detail.current?.focus(), []);
  useAlertKeys(focusSearch, focusDetail);
  useEffect(() => {
    if (asked !== null) putCursor(asked);
  }, [asked]);
  return (
    <>
      <h1 className="only-read">{t('screen.alerts')}</h1>
      <SplitPane
        name="alerts"
        label={t('alerts.divider')}
        left={
          <>
            <ListHead search={search} />
            <AlertList />
          </>
        }
        right={<AlertDetail ref={detail} />}
      />
    </>
  );
}
