import type { Result } from '../core/errors';
import { createSystemClock } from './adapters/system/system-clock';
import { createSystemSchedule } from './adapters/system/system-schedule';
import { openInTurn } from './close-in-turn';
import { openDesk, type Desk } from './compose';
import { startDrill } from './drill/drill';
import type { Platform } from './platform/platform';
import type { Preferences } from './ports/preferences';

/** Opens a drill: the same desk on pretend hosts, a pretend siren and a pretend Alertmanager, all on loopback. */
export async function practise(options: {
  readonly platform: Platform;
  readonly preferences: Preferences;
  readonly appVersion: string;
  /** Folder `assets/drill`. */
  readonly assets: string;
  /** Where the drill's workspace goes and stays; null: a temporary folder. */
  readonly dir: string | null;
  readonly asRoot: boolean;
}): Promise<Result<Desk>> {
  const { platform, preferences, appVersion, assets, dir, asRoot } = options;
  return openInTurn(platform.log, async (begun) => {
    const drill = await startDrill({ ...(dir === null ? {} : { dir }), allowRoot: asRoot, clock: createSystemClock(), schedule: createSystemSchedule(), assets });
    if (!drill.ok) return drill;
    begun({ close: () => drill.value.stop() });
    const desk = await openDesk({ root: drill.value.dir, platform, preferences, appVersion, drill: drill.value });
    if (desk.ok) begun(desk.value);
    return desk;
  });
}
