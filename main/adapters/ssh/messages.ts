import type { Result } from '../../../core/errors';
import type { RecordSweeper, Ssh, StepProgress } from '../../ports/ssh';

/** What the worker needs to begin. */
export interface SshSettings {
  readonly home: string;
  readonly agent: string | null;
  readonly knownHosts: readonly string[];
  readonly transcripts: string;
}

export type SshCall = Exclude<keyof (Ssh & RecordSweeper), 'close'>;

/** From the console to its worker. */
export type ToWorker =
  | { readonly kind: 'open'; readonly settings: SshSettings }
  | { readonly kind: 'call'; readonly id: number; readonly name: SshCall; readonly args: readonly unknown[] }
  | { readonly kind: 'secret'; readonly id: number; readonly value: Result<string> }
  | { readonly kind: 'close' };

/** From the worker to its console. */
export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'threw'; readonly id: number; readonly message: string }
  | { readonly kind: 'progress'; readonly id: number; readonly at: StepProgress }
  | { readonly kind: 'ask-secret'; readonly id: number; readonly name: string };
