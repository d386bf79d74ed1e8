import type { Result } from '../../../core/errors';
import type { LogReader } from '../../ports/log-reader';
import type { RecordSweeper, RemoteBytes, RemoteHttp, Ssh, StepProgress } from '../../ports/ssh';
import type { Terminals } from '../../ports/terminals';

/** What the worker needs to begin. */
export interface SshSettings {
  readonly home: string;
  readonly agent: string | null;
  readonly knownHosts: readonly string[];
  /** The system's `ssh`, absolute; null: there is none. */
  readonly openssh: string | null;
  readonly transcripts: string;
  /** The workspace's folder: where files to put are. */
  readonly workspace: string;
  /** The roots that a certificate may lead to, PEM. */
  readonly roots: readonly string[];
}

/** All that the worker stands for. */
export type SshPorts = Ssh & RecordSweeper & Terminals & RemoteHttp & RemoteBytes & LogReader;

export type SshCall = Exclude<keyof SshPorts, 'close'>;

const terminalCalls = ['terminal', 'more', 'type', 'resize', 'hangUp', 'recording', 'exportRecording'] as const satisfies readonly (keyof Terminals)[];

/** Whether a call is the terminals' to answer; the steps answer the others. */
export function isTerminalCall(name: SshCall): name is keyof Terminals {
  return (terminalCalls as readonly string[]).includes(name);
}

/** Whether a call is about a log. */
export function isLogCall(name: SshCall): name is keyof LogReader {
  return name === 'readLog';
}

export function isHttpCall(name: SshCall): name is keyof RemoteHttp {
  return name === 'request' || name === 'drop';
}

const byteCalls = ['connect', 'receive', 'send', 'disconnect'] as const satisfies readonly (keyof RemoteBytes)[];

export function isByteCall(name: SshCall): name is keyof RemoteBytes {
  return (byteCalls as readonly string[]).includes(name);
}

/** Calls that a step's file travels before or after. */
type FileCall = 'start' | 'attach' | 'stop';

export function isFileCall(name: SshCall): name is FileCall {
  return name === 'start' || name === 'attach' || name === 'stop';
}

/** From the console to its worker. */
export type ToWorker =
  | { readonly kind: 'open'; readonly settings: SshSettings }
  | { readonly kind: 'call'; readonly id: number; readonly name: SshCall; readonly args: readonly unknown[] }
  | { readonly kind: 'secret'; readonly id: number; readonly value: Result<string> }
  | { readonly kind: 'close-keys' }
  | { readonly kind: 'close' };

/** From the worker to its console. */
export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'threw'; readonly id: number; readonly message: string }
  | { readonly kind: 'progress'; readonly id: number; readonly at: StepProgress }
  | { readonly kind: 'ask-secret'; readonly id: number; readonly name: string };
