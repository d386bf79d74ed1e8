import { unreachable } from '../../../core/errors';
import type { EntryName } from '../../../core/workspace/addition';
import { desk } from '../../desk';
import { useT } from '../../locales/locale';
import { useDialogs } from '../../stores/dialog-store';
import { Dialog } from '../../ui/dialog';
import { FailureState, LoadingState } from '../../ui/states';
import { HostDialog } from './host-dialog';
import { RuleDialog } from './rule-dialog';
import { SourceDialog } from './source-dialog';
import { useEntryAnswer } from './use-entry-answer';

const askForm = (entry: EntryName) => desk().setup.form(entry);

/** The form of an entry that is there, as it stands in the file now. */
export function ChangeEntryDialog({ entry }: { readonly entry: EntryName }) {
  const t = useT();
  const close = useDialogs((state) => state.close);
  const { value: form, failure } = useEntryAnswer(entry, askForm);
  const { kind, name } = entry;
  if (form === null) {
    return (
      <Dialog title={t(`setup.${kind}-change-title`, { name })} onClose={close} size="wide">
        {failure === null ? <LoadingState /> : <FailureState failure={failure} />}
      </Dialog>
    );
  }
  const changed = { name, ...form };
  switch (kind) {
    case 'source':
      return <SourceDialog changed={changed} />;
    case 'host':
      return <HostDialog changed={changed} />;
    case 'rule':
      return <RuleDialog when="" changed={changed} />;
    default:
      return unreachable(kind);
  }
}
