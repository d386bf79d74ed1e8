import type { Cancel } from './schedule';

/** A worker process of ours, spoken to in plain messages. */
export interface Worker {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): Cancel;
  onExit(listener: (code: number | null) => void): Cancel;
  kill(): void;
}

/** Starts workers: utilityProcess in Electron, child_process elsewhere; one suite holds for both. */
export interface ProcessHost {
  spawn(entry: 'ssh-worker' | 'store-worker'): Worker;
}
