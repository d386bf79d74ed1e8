import { mostViews, readViewLink, viewLink, type ShownView } from '../core/alert/view-link';
import { fail, ok } from '../core/errors';
import type { mainContract } from '../core/ipc/contract';
import type { Handlers } from '../core/ipc/kit';
import type { Preferences } from './ports/preferences';

/** Views of the list of alerts: personal, so this device's preferences keep them; a link carries one to somebody else. */
export function viewCalls(options: {
  readonly preferences: Preferences;
  readonly copyText: (text: string) => boolean;
  /** Shows a view in the window; false where there is none. */
  readonly show: (view: ShownView) => boolean;
}): Handlers<typeof mainContract>['views'] {
  const { preferences } = options;
  return {
    list: () => Promise.resolve(ok([...preferences.get().views])),
    save: (view) => {
      const { views } = preferences.get();
      const replaces = views.some(({ name }) => name === view.name);
      if (!replaces && views.length >= mostViews) return Promise.resolve(fail('views-full', { most: mostViews }));
      // A view keeps its place, and with it its key, when it is saved anew.
      const next = replaces ? views.map((each) => (each.name === view.name ? view : each)) : [...views, view];
      preferences.set({ views: next });
      return Promise.resolve(ok(next));
    },
    remove: ({ name }) => {
      const { views } = preferences.get();
      const next = views.filter((each) => each.name !== name);
      if (next.length === views.length) return Promise.resolve(fail('view-unknown', { name }));
      preferences.set({ views: next });
      return Promise.resolve(ok(next));
    },
    link: (view) => {
      const link = viewLink(view);
      return Promise.resolve(ok({ link, copied: options.copyText(link) }));
    },
    open: ({ link }) => {
      const view = readViewLink(link);
      return Promise.resolve(view.ok ? ok({ ...view.value, shown: options.show(view.value) }) : view);
    },
  };
}
