import type { Text } from '../../core/text';

/** Desktop notifications; `urgent` ones come with a sound and stay until looked at. */
export interface Notifier {
  notify(notice: { readonly title: string; readonly body: string; readonly urgent: boolean; readonly open: { readonly screen: string; readonly id: string } | null }): void;
  /** Words for what is shown when nothing can be shown otherwise. */
  readonly available: boolean;
  readonly why: Text | null;
}
