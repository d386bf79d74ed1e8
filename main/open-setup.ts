import { sourceForms, sourceKinds } from './adapters/alert-sources/registry';
import type { Ids } from './ports/ids';
import type { AlertDesk } from './services/alert-desk';
import { EntryDesk, type EntryDeskPorts } from './services/entry-desk';
import type { ImportDesk } from './services/import-desk';
import { restsOn } from './services/rests-on';
import { SetupDesk, type SetupDeskPorts } from './services/setup-desk';
import { ShownImportDesk } from './services/shown-import-desk';

interface SetupParts extends Omit<EntryDeskPorts, 'forms' | 'rests'>, Omit<SetupDeskPorts, 'entries' | 'kinds'> {
  readonly ids: Ids;
  readonly alerts: Pick<AlertDesk, 'survey' | 'rules'>;
  readonly imports: ImportDesk;
}

/** What writes into the workspace's files: entries by a form, tried first, and imports. */
export function openSetup(parts: SetupParts): { readonly entries: EntryDesk; readonly setup: SetupDesk; readonly imports: ShownImportDesk } {
  const entries = new EntryDesk({ ...parts, forms: sourceKinds, rests: (entry) => restsOn(entry, parts.alerts) });
  return { entries, setup: new SetupDesk({ ...parts, entries, kinds: sourceForms }), imports: new ShownImportDesk(parts) };
}
