import type { Run } from '../../../core/run/run';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { LiveRun } from './live-run';

/** Output comes in thousands of pieces a second; a window is told at most this often, in milliseconds. */
const pace = 100;

/** Tells listeners about runs that changed: at once, and then at most every 100 ms for each run. */
export class Pusher {
  private readonly listeners = new Set<(run: Run) => void>();
  private readonly resting = new Map<string, { dirty: boolean; readonly cancel: Cancel }>();

  constructor(private readonly schedule: Schedule) {}

  listen(listener: (run: Run) => void): Cancel {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  changed(run: LiveRun): void {
    const rest = this.resting.get(run.id);
    if (rest !== undefined) {
      rest.dirty = true;
      return;
    }
    if (this.listeners.size === 0) return;
    const cancel = this.schedule.after(pace, () => {
      const dirty = this.resting.get(run.id)?.dirty === true;
      this.resting.delete(run.id);
      if (dirty) this.changed(run);
    });
    this.resting.set(run.id, { dirty: false, cancel });
    const snapshot = run.snapshot();
    for (const listener of this.listeners) listener(snapshot);
  }

  close(): void {
    for (const { cancel } of this.resting.values()) cancel();
    this.resting.clear();
    this.listeners.clear();
  }
}
