import { desk } from '../desk';
import { createRemoteById } from './remote-by-id';

/** The alert under the cursor. */
export const useAlertDetail = createRemoteById((id) => desk().alerts.detail({ id }));

/** The case that is looked at, on its own screen or beside an alert. */
export const useCaseDetail = createRemoteById((id) => desk().cases.detail({ id }));
