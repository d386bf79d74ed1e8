import type { SavedView, ShownView } from '../../core/alert/view-link';
import { desk } from '../desk';
import { useActs } from './act-store';
import { searchAlerts, useAlerts } from './alerts-store';
import { createRemote } from './remote';
import { useRoute } from './route-store';

/** The views kept on this device; the first nine have a key. */
export const useViews = createRemote<readonly SavedView[]>(() => desk().views.list());

/** Shows a view in the list of alerts. */
export function openView({ search, showClosed }: ShownView): void {
  searchAlerts({ search, showClosed });
  useRoute.getState().go('alerts');
}

/** `g` and a digit: the view at that place, where there is one. */
export async function openViewNumber(number: number): Promise<void> {
  if (useViews.getState().at === null) await useViews.getState().refresh();
  const view = useViews.getState().value?.[number - 1];
  if (view !== undefined) openView(view);
}

/** What the list shows now. */
export function shownView(): ShownView {
  const { search, showClosed } = useAlerts.getState();
  return { search: search.trim(), showClosed };
}

/** Puts the link of what is shown on the clipboard. */
export async function copyViewLink(): Promise<void> {
  useActs.getState().settle(await desk().views.link(shownView()), ({ link }) => ({ en: `Copied ${link}`, ko: `복사했습니다: ${link}`, undo: null }));
}

/** Keeps what is shown under a name. True when it was done. */
export async function saveView(name: string): Promise<boolean> {
  const saved = useActs.getState().settle(await desk().views.save({ name, ...shownView() }), () => null);
  if (saved !== null) useViews.getState().take(saved);
  return saved !== null;
}

export async function removeView(name: string): Promise<void> {
  const left = useActs.getState().settle(await desk().views.remove({ name }), () => null);
  if (left !== null) useViews.getState().take(left);
}
