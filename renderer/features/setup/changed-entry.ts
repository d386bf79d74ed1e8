import type { EntryForm } from '../../../core/workspace/addition';

/** The entry that a form changes: its name until now, and what it says. */
export interface ChangedEntry extends EntryForm {
  readonly name: string;
}
