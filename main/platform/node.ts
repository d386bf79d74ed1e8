import { homedir } from 'node:os';
import { fail } from '../../core/errors';
import type { Speaker } from '../ports/speaker';
import type { SecretConsent } from '../ports/secret-consent';
import type { SecretPrompt } from '../ports/secret-prompt';
import { openLog } from './log-file';
import { createNodeProcessHost } from './node-process-host';
import type { Platform } from './platform';

/** The desk's world when it lives in a terminal: no window to ask in, no desktop to notify. */
export function nodePlatform(options: { readonly folder: string; readonly speaker: Speaker; readonly secretPrompt: SecretPrompt; readonly secretConsent: SecretConsent; readonly tell: (line: string) => void }): Platform {
  return {
    kind: 'node',
    dataFolder: options.folder,
    homeFolder: homedir(),
    processes: createNodeProcessHost(),
    notifier: {
      available: false,
      why: { en: 'A terminal shows no desktop notifications.', ko: '터미널은 데스크톱 알림을 표시하지 않습니다.' },
      notify: (notice) => {
        options.tell(`${notice.title}: ${notice.body}`);
      },
    },
    speaker: options.speaker,
    // Nobody can be asked here: a terminal approves with --yes, or by typing at the prompt of the command itself.
    approver: { ask: () => Promise.resolve(null) },
    // No page asks here: a command asks at its own prompt.
    signatory: { confirm: () => Promise.resolve(false) },
    secretPrompt: options.secretPrompt,
    secretConsent: options.secretConsent,
    // A terminal may be open on a machine where nobody sits: it is locked by `vault lock` only.
    presence: { idleMs: () => null, screenLocked: () => false, onAway: () => () => undefined },
    // A command at a real terminal shows it there itself; a desk without a window has no place for one.
    terminalScreen: { show: ({ about }) => fail('terminal-no-screen', { host: about.host }) },
    environment: process.env,
    log: openLog(options.folder),
  };
}
