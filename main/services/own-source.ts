import type { Workspace } from '../../core/workspace/workspace';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Cancel } from '../ports/schedule';

/** The console as a source of alerts about itself. No file names it: it is there once there is something to tell. */
export const ownSource = { id: 'breakglass', kind: 'console', every: 15_000 } as const;

interface News {
  hasNews(): boolean;
  onNews(listener: () => void): Cancel;
}

/** The workspace as the alerts see it: with the console's own alerts among its sources. */
export function withOwnSource(workspace: CurrentWorkspace, news: News): CurrentWorkspace {
  const widen = (plain: Workspace): Workspace =>
    news.hasNews() ? { ...plain, settings: { ...plain.settings, sources: [...plain.settings.sources, ownSource] } } : plain;
  return {
    get: () => widen(workspace.get()),
    onChanged(listener) {
      const stops = [
        workspace.onChanged((plain) => {
          listener(widen(plain));
        }),
        news.onNews(() => {
          listener(widen(workspace.get()));
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
