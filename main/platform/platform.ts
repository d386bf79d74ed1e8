import type { Approver } from '../ports/approver';
import type { Notifier } from '../ports/notifier';
import type { Presence } from '../ports/presence';
import type { ProcessHost } from '../ports/process-host';
import type { SecretConsent } from '../ports/secret-consent';
import type { SecretPrompt } from '../ports/secret-prompt';
import type { Signatory } from '../ports/signatory';
import type { TerminalScreen } from '../ports/terminal-screen';
import type { Speaker } from '../ports/speaker';

/** What the desk needs of the program that it lives in: a window (Electron) or a terminal (Node). */
export interface Platform {
  readonly kind: 'electron' | 'node';
  /** This device's own data: cache, lock, device name. Never inside the workspace. */
  readonly dataFolder: string;
  readonly homeFolder: string;
  readonly processes: ProcessHost;
  readonly notifier: Notifier;
  readonly speaker: Speaker;
  readonly approver: Approver;
  readonly secretPrompt: SecretPrompt;
  readonly secretConsent: SecretConsent;
  readonly signatory: Signatory;
  readonly presence: Presence;
  readonly terminalScreen: TerminalScreen;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Diagnostics; never secrets. */
  readonly log: (line: string) => void;
}
