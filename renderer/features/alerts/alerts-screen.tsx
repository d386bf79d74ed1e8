import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { useT } from '../../locales/locale';
import { clearSelection, putCursor, searchAlerts, useAlerts } from '../../stores/alerts-store';
import { useFrame } from '../../stores/frame-store';
import { useDialogs } from '../../stores/dialog-store';
import { useRoute } from '../../stores/route-store';
import { Button } from '../../ui/button';
import { SplitPane } from '../../ui/split-pane';
import { AlertDetail } from './alert-detail';
import { AlertList } from './alert-list';
import { SearchBox } from './search-box';
import { StormBar } from './storm-bar';
import { useAlertKeys } from './use-alert-keys';
import './alerts.css';

function ListHead({ search }: { readonly search: RefObject<HTMLInputElement | null> }) {
  const t = useT();
  const showClosed = useAlerts((state) => state.showClosed);
  const total = useAlerts((state) => state.total);
  const answered = useAlerts((state) => state.answered);
  const problem = useAlerts((state) => state.problem);
  const selected = useAlerts((state) => state.selected.size);
  const mutes = useFrame((state) => state.value?.mutes.inForce ?? 0);
  return (
    <div className="alerts-head">
      <SearchBox field={search} />
      <Button size="small" pressed={showClosed} onPress={() => searchAlerts({ showClosed: !showClosed })}>
        {t('alerts.show-closed')}
      </Button>
      <Button size="small" onPress={() => useRoute.getState().go('mutes')}>
        {mutes === 0 ? t('screen.mutes') : t('alerts.mutes', { n: mutes })}
      </Button>
      <Button size="small" keys="v" onPress={() => useDialogs.getState().show({ kind: 'views' })}>
        {t('views.key')}
      </Button>
      {selected === 0 ? (
        <span className="dim alerts-total" data-total={total} data-question={answered}>
          {t('alerts.total', { n: total })}
        </span>
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
            <StormBar />
            <AlertList />
          </>
        }
        right={<AlertDetail ref={detail} />}
      />
    </>
  );
}
