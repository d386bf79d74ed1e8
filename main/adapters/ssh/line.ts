import type { Duplex, Readable } from 'node:stream';
import type { Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import type { TerminalSize } from '../../../core/terminal/terminal';

/**
 * One command on a host: what is written is its input, what is read its output. `exit` comes before `close` and at most
 * once, with the exit code, or null when it ended by a signal or nobody can say; without it the line was lost.
 */
export interface Channel extends Duplex {
  readonly stderr: Readable;
  /** Ends it without waiting for the other side. */
  close(): void;
}

/** One authenticated connection to one host, for many channels, whatever carries it. */
export interface Line {
  readonly target: Target;
  readonly isOpen: boolean;
  /**
   * A channel that runs one of the fixed commands. No pty, no environment, no agent forwarding.
   * @param take is called at once: a short answer and its exit status may come in the packet that opens the channel, and
   * whoever listens a turn later misses them.
   */
  exec<T>(command: string, take: (channel: Channel) => T): Promise<Result<T>>;
  /**
   * The user's own shell with a terminal of this size; `resize` tells the server a new one. No environment, no agent
   * forwarding. `take` is called at once, as with `exec`.
   */
  terminal<T>(size: TerminalSize, take: (channel: Channel, resize: (size: TerminalSize) => void) => T): Promise<Result<T>>;
  /** The bytes of the host's file transfer subsystem; whoever gets them speaks SFTP (sftp-client.ts). */
  sftp(): Promise<Result<Duplex>>;
  /** A stream to another host as seen from this one. */
  forward(address: string, port: number): Promise<Result<Duplex>>;
  onClose(listener: () => void): void;
  close(): void;
  /** Hangs up without a goodbye. */
  destroy(): void;
}
