import { aboutAlert, firedEntry } from '../../../core/alert/firing';
import type { AlertRecord } from '../../../core/alert/record';
import type { Standing } from '../../../core/alert/standing';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';

/** More new alerts a minute than this are a storm: each is listed and weighed, the journal gets one summing line. */
const stormAt = 30;
const minute = 60_000;

/** Writes what machines saw, sparingly. */
export interface FiringJournal {
  /** True where this firing has its own entry now. */
  fired(record: AlertRecord, standing: Standing): boolean;
  /** Writes the firing whatever the storm: somebody is about to act on it. */
  must(record: AlertRecord, standing: Standing): void;
  resolved(record: AlertRecord, why: 'gone' | 'source-removed'): void;
  /** Called on every tick, and before firings are told: a storm's sum is written when its minute is over. */
  tick(): void;
}

export function createFiringJournal(journal: Journal, clock: Clock): FiringJournal {
  let minuteBegan = clock.mono();
  let written = 0;
  const dropped = new Map<string, { count: number; example: string }>();

  const tick = (): void => {
    if (clock.mono() - minuteBegan < minute) return;
    minuteBegan = clock.mono();
    written = 0;
    for (const [source, { count, example }] of dropped) journal.appendLate('ALERT-STORM', { source, count, example });
    dropped.clear();
  };

  const must = (record: AlertRecord, standing: Standing): void => {
    journal.appendLate('ALERT-FIRED', firedEntry(record, standing).data);
  };

  return {
    tick,
    must,
    fired(record, standing) {
      if (standing.grade === 'noise') return false;
      if (written >= stormAt) {
        const { title } = aboutAlert(record);
        const sum = dropped.get(record.source) ?? { count: 0, example: title };
        dropped.set(record.source, { ...sum, count: sum.count + 1 });
        return false;
      }
      written += 1;
      must(record, standing);
      return true;
    },
    resolved(record, why) {
      if (record.done.fired) journal.appendLate('ALERT-RESOLVED', { ...aboutAlert(record), why });
    },
  };
}
