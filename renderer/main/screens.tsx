import { unreachable } from '../../core/errors';
import { AlertsScreen } from '../features/alerts/alerts-screen';
import { CasesScreen } from '../features/cases/cases-screen';
import { DrillScreen } from '../features/drill/drill-screen';
import { DutyScreen } from '../features/duty/duty-screen';
import { HostsScreen } from '../features/hosts/hosts-screen';
import { JournalScreen } from '../features/journal/journal-screen';
import { MutesScreen } from '../features/mutes/mutes-screen';
import { RunScreen } from '../features/runs/run-screen';
import { RunbooksScreen } from '../features/runbooks/runbooks-screen';
import { SettingsScreen } from '../features/settings/settings-screen';
import { SirensScreen } from '../features/sirens/sirens-screen';
import { StartScreen } from '../features/start/start-screen';
import { useFrame } from '../stores/frame-store';
import { useRoute } from '../stores/route-store';
import { FailureState, LoadingState } from '../ui/states';

/** The one place that knows which feature draws which screen. */
export function Screens() {
  const place = useRoute((state) => state.place);
  const known = useFrame((state) => state.value !== null);
  const failure = useFrame((state) => state.failure);
  const open = useFrame((state) => state.value !== null && state.value.workspace !== null);
  if (!known)
    return failure === null ? (
      <LoadingState />
    ) : (
      <FailureState failure={failure} onRetry={() => void useFrame.getState().refresh()} />
    );
  if (!open) return <StartScreen />;
  switch (place.screen) {
    case 'alerts':
      return <AlertsScreen />;
    case 'cases':
      return <CasesScreen />;
    case 'runbooks':
      return <RunbooksScreen />;
    case 'run':
      return place.id === null ? <RunbooksScreen /> : <RunScreen key={place.id} runId={place.id} />;
    case 'mutes':
      return <MutesScreen />;
    case 'sirens':
      return <SirensScreen />;
    case 'duty':
      return <DutyScreen />;
    case 'hosts':
      return <HostsScreen />;
    case 'journal':
      return <JournalScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'drill':
      return <DrillScreen />;
    default:
      return unreachable(place.screen);
  }
}
