import type { Result } from '../../core/errors';
import type { TerminalAbout, TerminalPiece, TerminalSize } from '../../core/terminal/terminal';

/** A recorded terminal as whoever shows it sees it. */
export interface OpenTerminal {
  readonly about: TerminalAbout;
  /** Records the intent and opens the shell; once. Fails when the intent cannot be recorded (law 1). */
  begin(size: TerminalSize): Promise<Result<void>>;
  /** The next output; waits until there is some. The last piece carries the end. */
  more(): Promise<TerminalPiece>;
  type(text: string): Promise<Result<void>>;
  resize(size: TerminalSize): Promise<void>;
  /** Ends it: the server ends the shell. Also right when it never began. */
  hangUp(): void;
  /** Whether leaving it now would end a shell. */
  isAlive(): boolean;
}

/** Where a terminal can be shown to a person. */
export interface TerminalScreen {
  /** Shows it in a place of its own, which begins it; a failure when there is nobody to show it to. */
  show(terminal: OpenTerminal): Result<void>;
}
