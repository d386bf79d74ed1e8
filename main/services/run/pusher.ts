import type { Run } from '../../../core/run/run';
import { createSignal } from '../../../core/signal';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { LiveRun } from './live-run';

/** Output comes in thousands of pieces a second; a window is told at most this often, in milliseconds. */
const pace = 100;

/** Tells listeners about runs that changed: at once, and then at most every 100 ms for each run. */
export class Pusher {
  private readonly told = createSignal<Run>();
  private readonly resting = new Map<string, { dirty: boolean; readonly cancel: Cancel }>();

  constructor(private readonly schedule: Schedule) {}

  listen(listener: (run: Run) => void): Cancel {
    return this.told.on(listener);
  }

  changed(run: LiveRun): void {
    const rest = this.resting.get(run.id);
    if (rest !== undefined) {
      rest.dirty = true;
      return;
    }
    if (!this.told.hasListeners()) return;
    const cancel = this.schedule.after(pace, () => {
      const dirty = this.resting.get(run.id)?.dirty === true;
      this.resting.delete(run.id);
      if (dirty) this.changed(run);
    });
    this.resting.set(run.id, { dirty: false, cancel });
    this.told.emit(run.snapshot());
  }

  close(): void {
    for (const { cancel } of this.resting.values()) cancel();
    this.resting.clear();
    this.told.clear();
  }
}
