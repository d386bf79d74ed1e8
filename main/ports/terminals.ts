import type { Result } from '../../core/errors';
import type { TerminalEnd, TerminalPiece, TerminalSize } from '../../core/terminal/terminal';
import type { Target } from '../../core/runbook/plan';

/** What a terminal needs to begin. */
export interface TerminalBegin {
  readonly terminal: string;
  readonly size: TerminalSize;
  /** Where the recording goes: a path below the transcripts folder, without suffix. */
  readonly recording: string;
  readonly title: string;
}

/** A recording as it lies on disk. */
export interface RecordingFacts {
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
  /** The file's absolute path. */
  readonly file: string;
}

/**
 * Interactive shells on servers, recorded as they speak. Output is pulled: who is slow slows the server and loses
 * nothing. Implemented by a worker process; bytes and files stay there.
 */
export interface Terminals {
  /**
   * Opens the recording, then the line, then the shell; resolves when the terminal is over, whatever the reason. The
   * intent must be journalled before this is called.
   */
  terminal(begin: TerminalBegin, target: Target, jumps: readonly Target[]): Promise<TerminalEnd>;
  /** The next output, made inert; waits until there is some. Null: no such terminal, its end was given already. */
  more(terminal: string): Promise<TerminalPiece | null>;
  /** Sends what was typed. Never recorded. Fails when the terminal is over. */
  type(terminal: string, text: string): Promise<Result<void>>;
  resize(terminal: string, size: TerminalSize): Promise<void>;
  /** Hangs up: the server ends the shell. */
  hangUp(terminal: string): Promise<void>;
  /** Hashes a recording; a failure when it cannot be read. */
  recording(recording: string): Promise<Result<RecordingFacts>>;
  /**
   * Writes a recording as asciicast v2 to an absolute path, once it was found to be what the journal says. Its output is
   * made inert on the way: whoever plays it has a real terminal. Fails when the file is there, unless `replace`.
   */
  exportRecording(recording: string, expectedSha256: string, file: string, replace: boolean): Promise<Result<void>>;
}
