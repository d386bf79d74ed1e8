import type { Schedule } from '../../ports/schedule';

/** Node's timers take at most 2^31-1 ms; a longer wait would fire at once. */
const longestWait = 2_147_483_647;

/** Real time. Waits longer than a timer can hold are cut into pieces. */
export function createSystemSchedule(): Schedule {
  return {
    after(ms, act) {
      // A timer waits a millisecond at least; whoever only lets the loop turn does it a hundred times for one answer.
      if (ms <= 0) {
        const turn = setImmediate(act);
        return () => {
          clearImmediate(turn);
        };
      }
      let timer: NodeJS.Timeout;
      const arm = (left: number): void => {
        timer = setTimeout(() => {
          if (left > longestWait) arm(left - longestWait);
          else act();
        }, Math.min(left, longestWait));
      };
      arm(ms);
      return () => {
        clearTimeout(timer);
      };
    },
    every(ms, act) {
      const timer = setInterval(act, ms);
      return () => {
        clearInterval(timer);
      };
    },
  };
}
