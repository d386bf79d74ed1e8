import type { Schedule } from '../../ports/schedule';

/** Node's timers take at most 2^31-1 ms; a longer wait would fire at once. */
const longestWait = 2_147_483_647;

/** Real time. Waits longer than a timer can hold are cut into pieces. */
export function createSystemSchedule(): Schedule {
  return {
    after(ms, act) {
      let timer: NodeJS.Timeout;
      const arm = (left: number): void => {
        timer = setTimeout(() => {
          if (left > longestWait) arm(left - longestWait);
          else act();
        }, Math.min(Math.max(left, 0), longestWait));
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
