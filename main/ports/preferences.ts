import type { SavedView } from '../../core/alert/view-link';
import type { Locale } from '../../core/text';

export type Theme = 'dark' | 'light' | 'night';

export interface RecentWorkspace {
  readonly path: string;
  readonly name: string;
}

/** What this device remembers for its user; nothing secret, nothing that matters if it is lost. */
export interface Preferences {
  get(): { readonly locale: Locale; readonly theme: Theme; readonly recent: readonly RecentWorkspace[]; readonly last: string | null; readonly views: readonly SavedView[] };
  set(change: { readonly locale?: Locale | undefined; readonly theme?: Theme | undefined; readonly opened?: RecentWorkspace | undefined; readonly views?: readonly SavedView[] | undefined }): void;
}
