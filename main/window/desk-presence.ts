import { powerMonitor } from 'electron';
import type { Presence } from '../ports/presence';

/** Whoever sits at the desk, as the system tells it. Linux does not announce a locked screen; some of it can be asked. */
export function createDeskPresence(): Presence {
  return {
    idleMs: () => powerMonitor.getSystemIdleTime() * 1_000,
    screenLocked: () => powerMonitor.getSystemIdleState(60) === 'locked',
    onAway: (listener) => {
      const sleep = (): void => {
        listener('sleep');
      };
      const screen = (): void => {
        listener('screen');
      };
      powerMonitor.on('suspend', sleep);
      powerMonitor.on('lock-screen', screen);
      return () => {
        powerMonitor.off('suspend', sleep);
        powerMonitor.off('lock-screen', screen);
      };
    },
  };
}
