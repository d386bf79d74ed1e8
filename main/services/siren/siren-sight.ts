import type { Failure, Result } from '../../../core/errors';
import type { Blind } from '../../../core/ipc/frame';
import { stateSeen } from '../../../core/siren/seen';
import type { SirenState } from '../../../core/siren/siren';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import { blindSiren } from './blind-siren';

/** Failed looks in a row before a siren counts as lost: one lost packet is not blindness. */
const lostAfter = 2;

/** What looking at one siren has shown: its state with an age, and since when it cannot be seen. */
export interface SirenSight {
  /** Times are epoch ms; `provenAt` null: it has never answered. */
  now(): { readonly state: SirenState; readonly since: number; readonly provenAt: number | null; readonly problem: Failure | null };
  /** Takes in what a look gave. */
  note(seen: Result<'quiet' | 'sounding'>): void;
  /** What went wrong last, where it was a command and not a look. */
  blame(problem: Failure): void;
  /** Nobody knows what it does until it says something again. */
  forget(): void;
  /** Looks that failed in a row. */
  failures(): number;
  isLost(): boolean;
  blind(): readonly Blind[];
}

interface Beginning {
  readonly problem: Failure | null;
  /** It could not even be opened. */
  readonly lost: boolean;
}

export function createSirenSight(id: string, beginning: Beginning, { clock, journal }: { readonly clock: Clock; readonly journal: Journal }): SirenSight {
  let state: SirenState = 'unknown';
  let since = clock.now();
  let provenAt: number | null = null;
  let problem = beginning.problem;
  let failures = beginning.lost ? lostAfter : 0;
  let failingSince = since;

  const enter = (next: SirenState): void => {
    if (state === next) return;
    state = next;
    since = clock.now();
  };

  return {
    now: () => ({ state, since, provenAt, problem }),
    note(seen) {
      enter(stateSeen(seen));
      if (seen.ok) {
        if (failures >= lostAfter) journal.appendLate('SIREN-BACK', { siren: id });
        failures = 0;
        provenAt = clock.now();
        problem = null;
        return;
      }
      if (failures === 0) failingSince = clock.now();
      failures += 1;
      problem = seen.error;
      if (failures === lostAfter) journal.appendLate('SIREN-LOST', { siren: id, since: failingSince, why: seen.error.code });
    },
    blame(cause) {
      problem = cause;
    },
    forget() {
      enter('unknown');
    },
    failures: () => failures,
    isLost: () => failures >= lostAfter,
    blind: () => (failures >= lostAfter && problem !== null ? [blindSiren(`siren:${id}`, id, failingSince, problem)] : []),
  };
}
