import { z } from 'zod';
import { isNight } from '../../core/siren/cap';
import type { OnDuty } from '../../core/siren/targets';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Cancel, Schedule } from '../ports/schedule';
import type { Store } from '../ports/store';
import type { MustRing } from './alert/alert-attention';
import type { BeginEscalation } from './escalation-desk';

/** How often a ring that waits for the morning is looked at, ms. */
const lookEvery = 60_000;

const space = 'rings-by-rule';

const waitingSchema = z.object({ alert: z.string(), title: z.string(), rule: z.string(), when: z.enum(['now', 'morning']) });

interface Ports {
  readonly workspace: CurrentWorkspace;
  readonly store: Store;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly duty: () => OnDuty | null;
  /** Whoever finds somebody for it, from here on. */
  readonly begin: (wanted: BeginEscalation) => void;
  readonly caseOf: (alert: string) => string | null;
  /** When it began to fire, by its source, epoch ms. */
  readonly firingSince: (alert: string) => number;
  /** False once somebody has the alert, or it is over. */
  readonly stillWanted: (alert: string) => boolean;
}

/** Has somebody found when a rule says so: at once, or at the end of the night of whoever is on duty (decisions.md 23 and 24). */
export interface RuleRinger {
  start(): Promise<void>;
  take(ring: MustRing): void;
  close(): void;
}

export function createRuleRinger({ workspace, begin, store, clock, schedule, duty, caseOf, firingSince, stillWanted }: Ports): RuleRinger {
  const waiting = new Map<string, MustRing>();
  let stop: Cancel = () => undefined;

  /** It is night while any siren of whoever is on duty says so; with nobody on duty nothing is gained by waiting. */
  const night = (): boolean => {
    const person = duty()?.person;
    const { people, settings, sirens: entries } = workspace.get();
    const timezone = people.find((each) => each.id === person)?.timezone ?? settings.timezone;
    return entries.some((entry) => entry.owner === person && isNight(entry.volume, clock.now(), timezone));
  };

  const ring = ({ alert, title, rule }: MustRing): void => {
    begin({ id: alert, caseId: caseOf(alert), title, rule, since: firingSince(alert) });
  };

  const forget = (alert: string): void => {
    waiting.delete(alert);
    void store.put(space, [{ key: alert, value: null }]);
  };

  const look = (): void => {
    for (const [alert, wanted] of waiting) {
      if (!stillWanted(alert)) forget(alert);
      else if (!night()) {
        forget(alert);
        ring(wanted);
      }
    }
  };

  return {
    async start() {
      for (const { value } of await store.all(space)) {
        const kept = waitingSchema.safeParse(JSON.parse(value));
        if (kept.success) waiting.set(kept.data.alert, kept.data);
      }
      stop = schedule.every(lookEvery, look);
    },
    take(wanted) {
      if (wanted.when === 'now' || !night()) {
        ring(wanted);
        return;
      }
      waiting.set(wanted.alert, wanted);
      void store.put(space, [{ key: wanted.alert, value: JSON.stringify(wanted) }]);
    },
    close() {
      stop();
    },
  };
}
