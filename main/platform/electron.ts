import type { BrowserWindow } from 'electron';
import { homedir } from 'node:os';
import type { Speaker } from '../ports/speaker';
import type { TerminalScreen } from '../ports/terminal-screen';
import { askInApprovalWindow, type Look } from '../window/approval-window';
import { askConsent } from '../window/consent-dialog';
import { createDeskPresence } from '../window/desk-presence';
import { createDesktopNotifier } from '../window/notifications';
import { askInSecretWindow } from '../window/secret-window';
import { createSignatureWindows } from '../window/signature-window';
import { createElectronProcessHost } from './electron-process-host';
import { openLog } from './log-file';
import type { Platform } from './platform';

/** Seconds and percent of the sound that comes with an urgent notification. */
const chime = { seconds: 2, volume: 60 } as const;

/** The desk's world when it lives in a window. */
export function electronPlatform(options: {
  readonly folder: string;
  readonly preload: string;
  readonly icon: string;
  readonly parent: () => BrowserWindow | null;
  readonly look: () => Look;
  readonly speaker: Speaker;
  readonly terminalScreen: TerminalScreen;
  readonly open: (screen: string, id: string) => void;
}): Platform {
  const log = openLog(options.folder);
  return {
    kind: 'electron',
    dataFolder: options.folder,
    homeFolder: homedir(),
    processes: createElectronProcessHost(),
    notifier: createDesktopNotifier({
      icon: options.icon,
      open: options.open,
      // A missing loudspeaker must not keep the notification from showing; the siren desk reports it where it matters.
      chime: () => void options.speaker.play(chime.seconds, chime.volume, null),
    }),
    speaker: options.speaker,
    approver: {
      ask: (request, second) => askInApprovalWindow({ parent: options.parent(), preload: options.preload, request, second, look: options.look(), log }),
    },
    secretPrompt: {
      ask: (request) => askInSecretWindow(options.parent(), options.preload, request, options.look(), log),
    },
    secretConsent: { agree: (question) => askConsent(options.parent(), options.look().locale, question) },
    signatory: createSignatureWindows({ parent: options.parent, preload: options.preload, look: options.look, log }),
    presence: createDeskPresence(),
    terminalScreen: options.terminalScreen,
    environment: process.env,
    log,
  };
}
