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
/** The calendars are waited for this long, ms, before the night is judged without them. */
const calendarWait = 15_000;

const space = 'rings-by-rule';

const waitingSchema = z.object({ alert: z.string(), title: z.string(), rule: z.string(), when: z.enum(['now', 'morning']) });

interface Ports {
  readonly workspace: CurrentWorkspace;
  readonly store: Store;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly duty: () => OnDuty | null;
  /** What the journal says is owed a ring in the morning, and nobody was looked for since. */
  readonly owed: () => Promise<readonly MustRing[]>;
  /** Whoever finds somebody for it, from here on. */
  readonly begin: (wanted: BeginEscalation) => void;
  readonly caseOf: (alert: string) => string | null;
  /** When it began to fire, by its source, epoch ms. */
  readonly firingSince: (alert: string) => number;
  /** False once somebody has the alert, or it is over. */
  readonly stillWanted: (alert: string) => boolean;
  /** Whether it is muted or snoozed now: what waits then waits on, and is not lost. */
  readonly held: (alert: string) => boolean;
}

/** Has somebody found when a rule says so: at once, or at the end of the night of whoever is on duty (decisions.md 23 and 24). */
export interface RuleRinger {
  /**
   * Called once what was escalated before is known: what was taken until then begins now. What can wait for the morning
   * waits for the calendars to be `ready`, too: whose night it is cannot be known without them.
   */
  start(ready: Promise<void>): Promise<void>;
  take(ring: MustRing): void;
  close(): void;
}

export function createRuleRinger({ workspace, owed, begin, store, clock, schedule, duty, caseOf, firingSince, stillWanted, held }: Ports): RuleRinger {
  const waiting = new Map<string, MustRing>();
  const stops: Cancel[] = [];
  /** Taken before the start; null from then on. */
  let early: MustRing[] | null = [];
  let calendars = false;
  let closed = false;

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
    if (!calendars || closed) return;
    for (const [alert, wanted] of waiting) {
      if (!stillWanted(alert)) forget(alert);
      else if (!night() && !held(alert)) {
        forget(alert);
        ring(wanted);
      }
    }
  };

  const take = (wanted: MustRing): void => {
    if (wanted.when === 'now' || (calendars && !night() && !held(wanted.alert))) {
      ring(wanted);
      return;
    }
    waiting.set(wanted.alert, wanted);
    void store.put(space, [{ key: wanted.alert, value: JSON.stringify(wanted) }]);
  };

  return {
    async start(ready) {
      const begun = early ?? [];
      early = null;
      for (const wanted of begun) take(wanted);
      const read = (): void => {
        if (calendars) return;
        calendars = true;
        look();
      };
      void ready.then(read, read);
      stops.push(schedule.after(calendarWait, read), schedule.every(lookEvery, look));
      void owed().then((rings) => {
        for (const { alert, title, rule, when } of rings) if (!waiting.has(alert)) waiting.set(alert, { alert, title, rule, when });
      });
      for (const { value } of await store.all(space)) {
        const kept = waitingSchema.safeParse(JSON.parse(value));
        if (kept.success) waiting.set(kept.data.alert, kept.data);
      }
    },
    take(wanted) {
      if (early === null) take(wanted);
      else early.push(wanted);
    },
    close() {
      closed = true;
      for (const stop of stops.splice(0)) stop();
    },
  };
}
