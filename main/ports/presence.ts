import type { Cancel } from './schedule';

/** Whether somebody is at this laptop, as far as its system tells. */
export interface Presence {
  /** Since the last key or click anywhere, ms; null where nobody can say, as in a terminal. */
  idleMs(): number | null;
  screenLocked(): boolean;
  /** The laptop goes to sleep, or its screen was locked. */
  onAway(listener: (cause: 'sleep' | 'screen') => void): Cancel;
}
