import { create } from 'zustand';
import type { Grade } from '../../core/alert/alert';
import type { ImportKind } from '../../core/import/draft-import';
import type { EntryName } from '../../core/workspace/addition';

/** Every dialog of the main window, as data. */
type DialogKind =
  | { readonly kind: 'snooze'; readonly ids: readonly string[] }
  | { readonly kind: 'mute'; readonly when: string; readonly labels: Readonly<Record<string, string>>; readonly window: boolean }
  | { readonly kind: 'open-case'; readonly title: string; readonly alerts: readonly string[] }
  | { readonly kind: 'hand-over'; readonly id: string }
  | { readonly kind: 'link-case'; readonly id: string }
  | { readonly kind: 'merge-case'; readonly id: string }
  | { readonly kind: 'export-case'; readonly id: string }
  | { readonly kind: 'grade'; readonly ids: readonly string[]; readonly grade: Grade }
  | { readonly kind: 'note'; readonly of: 'alert' | 'case'; readonly id: string }
  | { readonly kind: 'ring'; readonly to: string; readonly reason: string; readonly caseId: string | null }
  | { readonly kind: 'swap-shift'; readonly person: string | null; readonly from: number; readonly to: number }
  | { readonly kind: 'take-over' }
  | { readonly kind: 'accept-calendar'; readonly feed: string }
  | { readonly kind: 'close-case'; readonly id: string; readonly title: string }
  | { readonly kind: 'add-source' }
  | { readonly kind: 'add-host' }
  | { readonly kind: 'add-rule'; readonly when: string }
  | { readonly kind: 'change-entry' | 'remove-entry'; readonly entry: EntryName }
  | { readonly kind: 'import'; readonly of: ImportKind }
  | { readonly kind: 'enrol'; readonly host: string }
  | { readonly kind: 'remove-secret'; readonly name: string }
  | { readonly kind: 'rename-secret'; readonly name: string }
  | { readonly kind: 'retire-device'; readonly person: string; readonly device: string }
  | { readonly kind: 'terminal'; readonly host: string | null; readonly caseId: string | null }
  | { readonly kind: 'reconcile' }
  | { readonly kind: 'approve' }
  | { readonly kind: 'recordings' }
  | { readonly kind: 'views' }
  | { readonly kind: 'acts' }
  | { readonly kind: 'sheet' }
  | { readonly kind: 'palette' };

interface Dialogs {
  readonly open: DialogKind | null;
  readonly show: (dialog: DialogKind) => void;
  readonly close: () => void;
}

/**
 * One dialog at a time. What is urgent (a ring) never comes as a dialog: it is drawn inside whichever is open, so that it
 * cannot destroy a half-filled form.
 */
export const useDialogs = create<Dialogs>()((set) => ({
  open: null,
  show: (dialog) => set({ open: dialog }),
  close: () => set((state) => (state.open === null ? state : { open: null })),
}));
