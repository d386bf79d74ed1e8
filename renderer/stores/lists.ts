import { desk } from '../desk';
import { createRemote } from './remote';

/** The lists that the main process keeps and pushes changes of: one store each. */
export const useCases = createRemote(() => desk().cases.list());
export const useMutes = createRemote(() => desk().mutes.list());
export const useRules = createRemote(() => desk().alerts.rules({ tried: null }));
export const useNoise = createRemote(() => desk().alerts.noise());
export const useSirens = createRemote(() => desk().sirens.list());
export const useDuty = createRemote(() => desk().duty.view());
export const useDutyWarnings = createRemote(() => desk().duty.warnings());
export const useDutyPeople = createRemote(() => desk().duty.people());
export const useEscalations = createRemote(() => desk().duty.escalations());
export const useRunbooks = createRemote(() => desk().runbooks.list());
export const useRuns = createRemote(() => desk().runs.list());
export const useHosts = createRemote(() => desk().hosts.list());
export const useShared = createRemote(() => desk().journal.shared());
export const useTerminals = createRemote(() => desk().terminals.list());
export const useVault = createRemote(() => desk().vault.state());
export const useFindings = createRemote(() => desk().workspace.findings());
export const useRecent = createRemote(() => desk().workspace.recent());
export const useScenarios = createRemote(() => desk().drill.scenarios());
