import { useEffect, useMemo } from 'react';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { perform } from '../../stores/act-store';
import { useDialogs } from '../../stores/dialog-store';
import { useSirens } from '../../stores/lists';
import { useShortcuts } from '../../frame/use-shortcuts';
import { Button } from '../../ui/button';
import type { Shortcut } from '../../ui/keys.logic';
import { EmptyState, FailureState, LoadingState } from '../../ui/states';
import { SirenCard } from './siren-card';
import './sirens.css';

/** A card per person and device: reachable, quiet, sounding, unknown, with the age of the last proof. */
export function SirensScreen() {
  const t = useT();
  const { value, failure, refresh } = useSirens();
  const show = useDialogs((state) => state.show);
  const shortcuts = useMemo<readonly Shortcut[]>(
    () => [
      {
        id: 'sirens.ring',
        keys: '!',
        title: t('alerts.ring'),
        hint: true,
        run: () => show({ kind: 'ring', to: 'on-duty', reason: '', caseId: null }),
      },
    ],
    [t, show],
  );
  useShortcuts(shortcuts);
  useEffect(() => void refresh(), [refresh]);

  if (value === null)
    return failure === null ? <LoadingState /> : <FailureState failure={failure} onRetry={() => void refresh()} />;
  return (
    <div className="screen">
      <div className="screen-head">
        <h1>{t('screen.sirens')}</h1>
        <Button onPress={() => void perform(desk().sirens.silence({ siren: null }))} keys="F9">
          {t('palette.silence-all')}
        </Button>
        <Button tone="danger" keys="!" onPress={() => show({ kind: 'ring', to: 'on-duty', reason: '', caseId: null })}>
          {t('sirens.ring-duty')}
        </Button>
      </div>
      {failure === null ? null : <FailureState inline failure={failure} onRetry={() => void refresh()} />}
      {value.length === 0 ? <EmptyState title={t('sirens.empty')}>{t('sirens.empty-text')}</EmptyState> : null}
      <ul className="siren-cards">
        {value.map((card) => (
          <SirenCard key={card.id} card={card} />
        ))}
      </ul>
    </div>
  );
}
