import type { Clock } from '../../main/ports/clock';
import type { Schedule } from '../../main/ports/schedule';

/** Time that passes only when a test says so: hours in milliseconds. */
export interface SimulatedTime {
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Lets `ms` pass, with everything that falls due in it, in order, and what that in turn sets off. */
  pass(ms: number): Promise<void>;
  /** The wall clock jumps, as at a correction; waits are not affected. */
  jump(ms: number): void;
}

export function createSimulatedTime(start = Date.parse('2026-11-21T17:10:00Z')): SimulatedTime {
  let mono = 1_000;
  let offset = start - mono;
  let number = 0;
  const due = new Map<number, { at: number; readonly act: () => void; readonly every: number | null }>();

  const later = (at: number, act: () => void, every: number | null) => {
    number += 1;
    const mine = number;
    due.set(mine, { at, act, every });
    return () => {
      due.delete(mine);
    };
  };

  return {
    clock: { now: () => mono + offset, mono: () => mono, boot: 'simulated' },
    schedule: {
      after: (ms, act) => later(mono + Math.max(0, ms), act, null),
      every: (ms, act) => later(mono + ms, act, ms),
    },
    async pass(ms) {
      const end = mono + ms;
      await settle();
      for (;;) {
        const next = [...due].filter(([, wait]) => wait.at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
        if (next === undefined) break;
        const [id, wait] = next;
        mono = Math.max(mono, wait.at);
        if (wait.every === null) due.delete(id);
        else wait.at += wait.every;
        wait.act();
        await settle();
      }
      mono = end;
      await settle();
    },
    jump(ms) {
      offset += ms;
    },
  };
}

/** Lets everything that waits on nothing but promises come to an end. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}
