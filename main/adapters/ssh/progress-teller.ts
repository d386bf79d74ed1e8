import type { Clock } from '../../ports/clock';
import type { StepProgress } from '../../ports/ssh';

const progressMs = 100;

/** Tells how far a step's output got, at most every tenth of a second; what came last is told by then, also where nothing comes after it. */
export function progressTeller(clock: Clock, progress: (at: StepProgress) => void): (bytes: number) => void {
  let told = 0;
  let latest = 0;
  let later: NodeJS.Timeout | null = null;
  const tell = (now: number): void => {
    told = now;
    progress({ bytes: latest });
  };
  return (bytes) => {
    latest = bytes;
    if (later !== null) return;
    // The running time costs the system a file, and a jump of the wall clock costs a progress message here.
    const now = clock.now();
    if (Math.abs(now - told) >= progressMs) return tell(now);
    later = setTimeout(() => {
      later = null;
      tell(clock.now());
    }, progressMs);
    later.unref();
  };
}
