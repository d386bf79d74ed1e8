import type { RunChange } from '../../core/run/run';
import { desk } from '../desk';
import { useActs } from './act-store';
import { alertsChanged, fetchAlerts, forgetAlerts } from './alerts-store';
import { useFrame } from './frame-store';
import { journalChanged, reloadJournal } from './journal-store';
import {
  useCases,
  useDuty,
  useDutyPeople,
  useDutyWarnings,
  useEscalations,
  useFindings,
  useHosts,
  useMutes,
  useRunbooks,
  useRuns,
  useShared,
  useScenarios,
  useSirens,
  useTerminals,
  useVault,
} from './lists';
import { isScreen, useRoute } from './route-store';
import { openView, useViews } from './views-store';

/** Everything that belongs to one workspace, asked anew when another is opened. */
const lists = [useCases, useMutes, useSirens, useDuty, useDutyWarnings, useDutyPeople, useEscalations, useRunbooks, useRuns, useHosts, useTerminals, useVault, useFindings, useShared] as const;

function refreshLists(): void {
  for (const list of lists) void list.getState().refresh();
}

/** A list that nobody looked at yet is fetched when somebody does. */
function refreshIfShown(list: (typeof lists)[number]): void {
  if (list.getState().at !== null || list.getState().failure !== null) void list.getState().refresh();
}

/** A run tells ten times a second how far it is; its row in the list changes a few times. */
function isNewsInList(change: RunChange): boolean {
  const row = useRuns.getState().value?.find(({ id }) => id === change.id);
  return row?.state !== change.state || row.endedAt !== change.endedAt || JSON.stringify(row.outcome) !== JSON.stringify(change.outcome);
}

/** Joins the stores to what the main process pushes. Called once per window; gives the way to stop. */
export function startFeed(): () => void {
  const stops = [
    desk().app.onChanged((frame) => useFrame.getState().take(frame)),
    desk().app.onShow(({ screen, id }) => {
      if (isScreen(screen)) useRoute.getState().go(screen, id === '' ? null : id);
    }),
    desk().alerts.onChanged(({ revision }) => alertsChanged(revision)),
    desk().views.onShow(openView),
    desk().views.onRefused((error) => void useActs.getState().settle({ ok: false, error }, () => null)),
    desk().cases.onChanged(() => refreshIfShown(useCases)),
    desk().mutes.onChanged(() => refreshIfShown(useMutes)),
    desk().duty.onChanged(() => {
      for (const each of [useDuty, useDutyWarnings, useDutyPeople]) refreshIfShown(each);
    }),
    desk().duty.onClimbing(() => void useEscalations.getState().refresh()),
    desk().sirens.onChanged((cards) => useSirens.getState().take(cards)),
    desk().runbooks.onChanged(() => {
      // Said after every change of the workspace's files: hosts and the secrets that are used are in them, too.
      for (const list of [useRunbooks, useFindings, useHosts, useVault]) refreshIfShown(list);
    }),
    desk().runs.onChanged((change) => {
      if (isNewsInList(change)) refreshIfShown(useRuns);
    }),
    desk().terminals.onChanged(() => refreshIfShown(useTerminals)),
    desk().vault.onChanged(() => refreshIfShown(useVault)),
    desk().journal.onChanged(journalChanged),
    desk().journal.onSynced((view) => useShared.getState().take(view)),
    useFrame.subscribe((state, before) => {
      const path = state.value?.workspace?.path ?? null;
      if (path === (before.value?.workspace?.path ?? null)) {
        if (state.value?.workspace?.errors !== before.value?.workspace?.errors) refreshIfShown(useFindings);
        return;
      }
      forgetAlerts();
      if (path === null) return;
      refreshLists();
      reloadJournal();
      if (state.value?.workspace?.drill === true) void useScenarios.getState().refresh();
    }),
  ];
  void useFrame.getState().refresh();
  void fetchAlerts();
  void useViews.getState().refresh();
  return () => {
    for (const stop of stops) stop();
  };
}
