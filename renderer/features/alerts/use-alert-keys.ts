import { useMemo } from 'react';
import { useT } from '../../locales/locale';
import { useActs, lastUndoable } from '../../stores/act-store';
import { clearSelection, moveCursor, searchAlerts, toggleSelected, useAlerts } from '../../stores/alerts-store';
import { useDialogs } from '../../stores/dialog-store';
import { copyViewLink } from '../../stores/views-store';
import { useShortcuts } from '../../frame/use-shortcuts';
import type { Shortcut } from '../../ui/keys.logic';
import { span } from '../../ui/time.logic';
import { useRoute } from '../../stores/route-store';
import { ackLength, alertActs } from './alert-acts';

/** How far PageUp and PageDown go, rows. */
const pageOfRows = 12;

/** The keys of the Alerts screen (ui.md "Keys"). */
export function useAlertKeys(focusSearch: () => void, focusDetail: () => void): void {
  const t = useT();
  const somethingToClear = useAlerts((state) => state.selected.size > 0 || state.search !== '');
  const shortcuts = useMemo<readonly Shortcut[]>(() => {
    const move = (id: string, keys: string, title: string, by: number, hint = false): Shortcut => ({
      id,
      keys,
      title,
      hint,
      hidden: true,
      repeats: true,
      run: () => moveCursor(by),
    });
    const list: Shortcut[] = [
      move('alerts.down', 'j', t('alerts.key-down'), 1, true),
      move('alerts.up', 'k', t('alerts.key-up'), -1, true),
      move('alerts.arrow-down', '↓', t('alerts.key-down'), 1),
      move('alerts.arrow-up', '↑', t('alerts.key-up'), -1),
      move('alerts.page-down', 'PageDown', t('alerts.key-page-down'), pageOfRows),
      move('alerts.page-up', 'PageUp', t('alerts.key-page-up'), -pageOfRows),
      {
        id: 'alerts.select',
        keys: 'x',
        title: t('alerts.key-select'),
        hint: true,
        hidden: true,
        run: () => {
          const { cursor } = useAlerts.getState();
          if (cursor !== null) toggleSelected(cursor);
        },
      },
      { id: 'alerts.open', keys: 'Enter', title: t('alerts.key-open'), hidden: true, run: focusDetail },
      { id: 'alerts.ack', keys: 'a', title: t('alerts.ack'), hint: true, run: alertActs.ack },
      { id: 'alerts.grade-911', keys: '9', title: t('alerts.key-911'), hint: true, run: () => alertActs.grade('911') },
      { id: 'alerts.grade-912', keys: '2', title: t('alerts.key-912'), hint: true, run: () => alertActs.grade('912') },
      { id: 'alerts.noise', keys: 'n', title: t('alerts.key-noise'), run: alertActs.noise },
      { id: 'alerts.snooze', keys: 'z', title: t('alerts.snooze'), run: alertActs.snooze },
      { id: 'alerts.mute', keys: 's', title: t('alerts.mute'), hint: true, run: alertActs.mute },
      { id: 'alerts.ack-for', keys: 't', title: t('alerts.ack-for', { time: span(ackLength, t) }), run: alertActs.ackFor },
      { id: 'alerts.open-case', keys: 'w', title: t('alerts.open-case'), run: alertActs.openCase },
      { id: 'alerts.mutes', keys: 'm', hidden: true, title: t('palette.go', { screen: t('screen.mutes') }), run: () => useRoute.getState().go('mutes') },
      { id: 'alerts.own', keys: 'o', title: t('alerts.own'), run: alertActs.ack },
      { id: 'alerts.note', keys: 'c', title: t('alerts.note'), run: alertActs.note },
      { id: 'alerts.runbook', keys: 'r', title: t('alerts.runbook'), hint: true, run: alertActs.runbook },
      { id: 'alerts.ring', keys: '!', title: t('alerts.key-ring'), run: alertActs.ring },
      {
        id: 'alerts.undo',
        keys: 'u',
        title: t('alerts.key-undo'),
        hidden: true,
        run: () => {
          const done = lastUndoable(useActs.getState().log);
          if (done !== null) void useActs.getState().undo(done.number);
        },
      },
      { id: 'alerts.views', keys: 'v', title: t('views.key'), run: () => useDialogs.getState().show({ kind: 'views' }) },
      { id: 'alerts.copy-link', keys: 'y', title: t('views.copy'), run: () => void copyViewLink() },
      { id: 'alerts.search', keys: '/', title: t('alerts.search'), hint: true, run: focusSearch },
    ];
    if (somethingToClear) {
      list.push({
        id: 'alerts.clear',
        keys: 'Escape',
        title: t('alerts.key-clear'),
        hidden: true,
        run: () => {
          if (useAlerts.getState().selected.size > 0) clearSelection();
          else searchAlerts({ search: '' });
        },
      });
    }
    return list;
  }, [t, focusSearch, focusDetail, somethingToClear]);
  useShortcuts(shortcuts);
}
