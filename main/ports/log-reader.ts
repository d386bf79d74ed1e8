import type { Heard } from '../../core/alert/heard';
import type { LogRule } from '../../core/alert/log-rules';
import type { Result } from '../../core/errors';
import type { Target } from '../../core/runbook/plan';

/** Which log of a host: a file by its absolute path, rotated ones beside it; or the journal of systemd, or some units of it. */
export type LogName =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'journal'; readonly units: readonly string[]; /** Lines at least as grave, 0 (emerg) to 7 (debug). */ readonly priority: number };

export interface LogQuestion {
  readonly log: LogName;
  /** Where the last answer ended, or null: begin at the end, and hear nothing of what was there before. */
  readonly place: string | null;
  readonly rules: readonly LogRule[];
  /** Labels of every alert. */
  readonly about: Readonly<Record<string, string>>;
}

/** A piece of a log as its rules hear it. Bytes and lines that say nothing stay with whoever read them. */
export interface LogPiece {
  /** What the lines mean, in their order. */
  readonly heard: readonly Heard[];
  /** Where to go on from. Asking again from the place before gives the same again: the two are kept together. */
  readonly place: string;
  /** The end was not reached. */
  readonly more: boolean;
  /** Lines read, whatever they mean. */
  readonly lines: number;
  /** When the last line was written or read, epoch ms; null where there was none. */
  readonly newest: number | null;
  /** Lines may be missing in front of this piece, and why. */
  readonly gap: LogGap | null;
}

/** `vanished`: what was not read yet is nowhere to be found; `behind`: it grew faster than it can be read. */
export interface LogGap {
  readonly why: 'vanished' | 'behind';
  /** Known bytes that were passed over; 0 where nobody can say. */
  readonly bytes: number;
}

/** Reads logs on hosts, through the lines and with the host keys of everything else. Leaves nothing running there. */
export interface LogReader {
  readLog(question: LogQuestion, target: Target, jumps: readonly Target[]): Promise<Result<LogPiece>>;
}

/** The same for whoever knows a host by its name in hosts.yaml only. */
export type HostLogs = (host: string, question: LogQuestion) => Promise<Result<LogPiece>>;
