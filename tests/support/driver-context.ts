import { fail, ok } from '../../core/errors';
import { createHttp } from '../../main/adapters/http/http';
import { createSystemClock } from '../../main/adapters/system/system-clock';
import { createSystemSchedule } from '../../main/adapters/system/system-schedule';
import type { DriverContext } from '../../main/ports/driver-context';

/** A driver's world with the real network, secrets from memory, and a speaker that keeps time without a sound. */
export function createDriverContext(secrets: Readonly<Record<string, string>>): DriverContext {
  let playsUntil = 0;
  return {
    http: createHttp({ roots: [] }),
    roots: [],
    dial: () => Promise.reject(new Error('not used here')),
    // The system's monotonic clock has a coarse grain; deadlines of tests want a fine one.
    clock: { ...createSystemClock(), mono: () => performance.now() },
    schedule: createSystemSchedule(),
    secret: async (reference) => {
      const value = secrets[reference.replace(/^secret:/, '')];
      return value === undefined ? fail('vault-not-given', { name: reference }) : ok(value);
    },
    sound: {
      play: async (seconds) => {
        playsUntil = Date.now() + seconds * 1_000;
        return ok(undefined);
      },
      stop: () => {
        playsUntil = 0;
      },
      playing: () => Date.now() < playsUntil,
      outputs: async () => fail('speaker-output-fixed', { player: 'none' }),
    },
    log: () => undefined,
  };
}
