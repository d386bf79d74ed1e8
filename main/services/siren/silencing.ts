import { fail, ok, type Failure, type Result } from '../../../core/errors';
import type { SirenCan } from '../../../core/siren/siren';
import type { Clock } from '../../ports/clock';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { Talk } from './careful-talk';

/** When the command is repeated, ms after the first: gaps of 0.5, 1, 2 and 4 s (facts/sirens.md, 3). */
const repeatAt = [500, 1_500, 3_500, 7_500] as const;
const giveUpAt = 10_000;
/** An attempt younger than this is not replaced: a slow device would never get to its answer. */
const patienceMs = 1_800;
/** A command that was under way can still arrive after the silence, so the device is watched. */
const watchMs = 15_000;
const watchEveryMs = 1_000;

/** What the owner of a siren is told while it is being silenced. */
export interface SilencingEvents {
  seen(answer: Result<'quiet' | 'sounding'>): void;
  /** It sounded again after it was quiet, and is being silenced again. */
  again(): void;
}

export interface Silencing {
  /** `quiet`: the device said so. `told`: it took the command and cannot be read. Else not confirmed in ten seconds. */
  readonly done: Promise<Result<'quiet' | 'told'>>;
  /** True while it repeats or watches: no other look is needed. */
  readonly active: () => boolean;
  /** Ends repeating and watching: a person rang anew, or the siren is closed. */
  readonly cancel: Cancel;
}

interface Surroundings {
  readonly name: { readonly siren: string; readonly owner: string };
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly on: SilencingEvents;
}

/** Silences at once (the command is on its way when this returns), repeats until confirmed, then watches. */
export function startSilencing(siren: Talk, can: SirenCan, { name, clock, schedule, on }: Surroundings): Silencing {
  const cancels: Cancel[] = [];
  let attempt = 0;
  let attemptAt = clock.mono();
  let busy = false;
  let over = false;
  let settled: Result<'quiet' | 'told'> | null = null;
  let settle: (result: Result<'quiet' | 'told'>) => void = () => undefined;
  const done = new Promise<Result<'quiet' | 'told'>>((resolve) => {
    settle = resolve;
  });

  const cancel = (): void => {
    over = true;
    attempt += 1;
    for (const each of cancels) each();
    finish(notConfirmed(name));
  };

  const finish = (result: Result<'quiet' | 'told'>): void => {
    if (settled !== null) return;
    settled = result;
    settle(result);
    // What cannot be read cannot be watched.
    if (!can.readBack) over = true;
    if (over) return;
    cancels.push(schedule.every(watchEveryMs, watch));
    cancels.push(schedule.after(watchMs, cancel));
  };

  const look = async (mine: number): Promise<'quiet' | 'sounding' | null> => {
    const seen = await siren.read();
    if (mine !== attempt) return null;
    on.seen(seen);
    if (seen.ok && seen.value === 'quiet') finish(ok('quiet'));
    return seen.ok ? seen.value : null;
  };

  const tell = async (mine: number): Promise<void> => {
    try {
      const told = await siren.silence();
      if (mine !== attempt) return;
      if (can.readBack) await look(mine);
      else if (told.ok) finish(ok('told'));
    } finally {
      if (mine === attempt) busy = false;
    }
  };

  const send = (): void => {
    attempt += 1;
    attemptAt = clock.mono();
    busy = true;
    void tell(attempt);
  };

  const repeat = (): void => {
    if (settled !== null || (busy && clock.mono() - attemptAt < patienceMs)) return;
    send();
  };

  const watch = (): void => {
    if (busy && clock.mono() - attemptAt < patienceMs) return;
    // Never confirmed: go on telling it. Confirmed: only look, and tell it again where it sounds again.
    if (settled?.ok !== true) send();
    else lookAgain().catch(cancel);
  };

  const lookAgain = async (): Promise<void> => {
    attempt += 1;
    attemptAt = clock.mono();
    busy = true;
    const mine = attempt;
    const seen = await look(mine);
    if (mine !== attempt) return;
    busy = false;
    if (seen !== 'sounding') return;
    on.again();
    send();
  };

  send();
  for (const at of repeatAt) cancels.push(schedule.after(at, repeat));
  cancels.push(
    schedule.after(giveUpAt, () => {
      finish(notConfirmed(name));
    }),
  );
  return { done, active: () => !over, cancel };
}

function notConfirmed({ siren, owner }: { readonly siren: string; readonly owner: string }): { readonly ok: false; readonly error: Failure } {
  return fail('silence-not-confirmed', { siren, owner, seconds: giveUpAt / 1_000 });
}
