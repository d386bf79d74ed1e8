import type { Exit, Terminal } from './terminal';
import type { TerminalDesk } from './terminal-desk';

/** What the commands are given: a place to write, and the desk when they need one. */
export interface CommandHost {
  readonly terminal: Terminal;
  /** `-C DIR`, or null: the folder they stand in, or the last one opened. */
  readonly folder: () => string | null;
  /** Opens the desk (or uses the one that is open), runs, remembers the exit code, closes what it opened. */
  withDesk(act: (desk: TerminalDesk) => Promise<Exit>): Promise<void>;
  /** For commands that need no desk. */
  finish(exit: Exit): void;
  /** The exit code so far. */
  exit(): number;
}
