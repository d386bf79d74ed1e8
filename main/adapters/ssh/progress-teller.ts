import type { Clock } from '../../ports/clock';
import type { StepProgress } from '../../ports/ssh';

const progressMs = 100;

/** Tells how far a step's output got, at most every tenth of a second. */
export function progressTeller(clock: Clock, progress: (at: StepProgress) => void): (bytes: number) => void {
  let told = 0;
  return (bytes) => {
    // The running time costs the system a file, and a jump of the wall clock costs a progress message here.
    const now = clock.now();
    if (Math.abs(now - told) < progressMs) return;
    told = now;
    progress({ bytes });
  };
}
