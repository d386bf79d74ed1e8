import { unreachable } from '../../core/errors';
import { GradeDialog } from '../features/alerts/grade-dialog';
import { SnoozeDialog } from '../features/alerts/snooze-dialog';
import { ExportCaseDialog } from '../features/cases/export-case-dialog';
import { HandOverDialog } from '../features/cases/hand-over-dialog';
import { LinkCaseDialog } from '../features/cases/link-case-dialog';
import { MergeCaseDialog } from '../features/cases/merge-case-dialog';
import { OpenCaseDialog } from '../features/cases/open-case-dialog';
import { SwapDialog } from '../features/duty/swap-dialog';
import { AcceptCalendarDialog } from '../features/duty/accept-calendar-dialog';
import { TakeOverDialog } from '../features/duty/take-over-dialog';
import { MuteDialog } from '../features/mutes/mute-dialog';
import { ApproveDialog } from '../features/approvals/approve-dialog';
import { ViewsDialog } from '../features/alerts/views-dialog';
import { CloseCaseDialog } from '../features/cases/close-case-dialog';
import { EnrolDialog } from '../features/hosts/enrol-dialog';
import { ReconcileDialog } from '../features/journal/reconcile-dialog';
import { RemoveSecretDialog } from '../features/settings/remove-secret-dialog';
import { RenameSecretDialog } from '../features/settings/rename-secret-dialog';
import { RetireDialog } from '../features/settings/retire-dialog';
import { ChangeEntryDialog } from '../features/setup/change-entry-dialog';
import { HostDialog } from '../features/setup/host-dialog';
import { ImportDialog } from '../features/setup/import-dialog';
import { RemoveEntryDialog } from '../features/setup/remove-entry-dialog';
import { RuleDialog } from '../features/setup/rule-dialog';
import { SourceDialog } from '../features/setup/source-dialog';
import { RingDialog } from '../features/sirens/ring-dialog';
import { RecordingsDialog } from '../features/terminals/recordings-dialog';
import { TerminalDialog } from '../features/terminals/terminal-dialog';
import { NoteDialog } from '../features/cases/note-dialog';
import { ActLog } from '../frame/acts';
import { KeySheet } from '../frame/key-sheet';
import { Palette } from '../frame/palette';
import { useDialogs } from '../stores/dialog-store';

/** The dialog that is open, drawn from its data. */
export function Dialogs() {
  const open = useDialogs((state) => state.open);
  if (open === null) return null;
  switch (open.kind) {
    case 'snooze':
      return <SnoozeDialog ids={open.ids} />;
    case 'grade':
      return <GradeDialog ids={open.ids} grade={open.grade} />;
    case 'mute':
      return <MuteDialog when={open.when} labels={open.labels} window={open.window} />;
    case 'open-case':
      return <OpenCaseDialog title={open.title} alerts={open.alerts} />;
    case 'hand-over':
      return <HandOverDialog id={open.id} />;
    case 'link-case':
      return <LinkCaseDialog id={open.id} />;
    case 'merge-case':
      return <MergeCaseDialog id={open.id} />;
    case 'export-case':
      return <ExportCaseDialog id={open.id} />;
    case 'note':
      return <NoteDialog of={open.of} id={open.id} />;
    case 'ring':
      return <RingDialog to={open.to} reason={open.reason} caseId={open.caseId} />;
    case 'swap-shift':
      return <SwapDialog person={open.person} from={open.from} to={open.to} />;
    case 'take-over':
      return <TakeOverDialog />;
    case 'accept-calendar':
      return <AcceptCalendarDialog feed={open.feed} />;
    case 'close-case':
      return <CloseCaseDialog id={open.id} title={open.title} />;
    case 'add-source':
      return <SourceDialog changed={null} />;
    case 'add-host':
      return <HostDialog changed={null} />;
    case 'add-rule':
      return <RuleDialog when={open.when} changed={null} />;
    case 'change-entry':
      return <ChangeEntryDialog entry={open.entry} />;
    case 'remove-entry':
      return <RemoveEntryDialog entry={open.entry} />;
    case 'import':
      return <ImportDialog of={open.of} />;
    case 'enrol':
      return <EnrolDialog host={open.host} />;
    case 'remove-secret':
      return <RemoveSecretDialog name={open.name} />;
    case 'rename-secret':
      return <RenameSecretDialog name={open.name} />;
    case 'retire-device':
      return <RetireDialog person={open.person} device={open.device} />;
    case 'terminal':
      return <TerminalDialog host={open.host} caseId={open.caseId} />;
    case 'reconcile':
      return <ReconcileDialog />;
    case 'approve':
      return <ApproveDialog />;
    case 'recordings':
      return <RecordingsDialog />;
    case 'views':
      return <ViewsDialog />;
    case 'acts':
      return <ActLog />;
    case 'sheet':
      return <KeySheet />;
    case 'palette':
      return <Palette />;
    default:
      return unreachable(open);
  }
}
