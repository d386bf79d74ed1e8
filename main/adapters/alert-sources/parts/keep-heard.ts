import type { HeardAlerts } from '../../../../core/alert/heard';
import type { SourceNotebook } from '../../../ports/alert-source';

/**
 * Writes what changed among the alerts, and with it how far was read, in one transaction: after a crash either both stand
 * before what was heard or both behind it. What could not be written is among the next changes.
 * @param place how far was read; null: nothing to write but the changes
 * @param moved the place is to be written also where no alert changed
 * @returns whether everything is written
 */
export async function keepHeard(notebook: SourceNotebook, alerts: HeardAlerts, place: string | null = null, moved = false): Promise<boolean> {
  const changes = alerts.takeChanges();
  if (changes.length === 0 && !moved) return true;
  try {
    await notebook.write(place === null ? changes : [...changes, { key: 'place', value: place }]);
    return true;
  } catch {
    // The alerts are shown all the same, and that the cache cannot be written is said by whoever keeps it.
    alerts.notKept(changes);
    return false;
  }
}
