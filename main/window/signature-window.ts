import { BrowserWindow } from 'electron';
import type { SignatureQuestion } from '../../core/approval/signature';
import { fail, ok } from '../../core/errors';
import { signatureContract } from '../../core/ipc/signature-contract';
import type { Signatory } from '../ports/signatory';
import { ownOrigin, serve } from '../ipc/serve';
import type { Look } from './approval-window';
import { lockedDown } from './security';

interface Options {
  readonly parent: () => BrowserWindow | null;
  readonly preload: string;
  readonly look: () => Look;
  readonly log: (line: string) => void;
}

/** Asks in a window that holds nothing but the question; one at a time, so that no page can bury one under others. */
export function createSignatureWindows(options: Options): Signatory {
  let open: BrowserWindow | null = null;
  return {
    async confirm(question) {
      if (open !== null) {
        open.focus();
        return false;
      }
      open = windowFor(options);
      return answerOf(open, question, options).finally(() => {
        open = null;
      });
    },
  };
}

function windowFor({ parent, preload }: Options): BrowserWindow {
  const above = parent();
  return new BrowserWindow({
    width: 860,
    height: 720,
    minWidth: 640,
    minHeight: 480,
    ...(above === null ? {} : { parent: above }),
    show: false,
    title: 'Breakglass: sign',
    backgroundColor: '#0a0d12',
    autoHideMenuBar: true,
    webPreferences: lockedDown(preload, signatureContract),
  });
}

function answerOf(window: BrowserWindow, question: SignatureQuestion, { look, log }: Options): Promise<boolean> {
  return new Promise((resolve) => {
    let confirmed = false;
    const finish = (): void => {
      // The answer's own reply must leave before the window is gone.
      setImmediate(() => {
        if (!window.isDestroyed()) window.destroy();
      });
    };
    serve(
      window.webContents,
      signatureContract,
      {
        signature: {
          request: () => Promise.resolve(ok({ question, ...look() })),
          sign: ({ typed }) => {
            if (question.word !== null && typed.trim() !== question.word) return Promise.resolve(fail('bad-input', { what: 'confirmation', why: question.word }));
            confirmed = true;
            finish();
            return Promise.resolve(ok(undefined));
          },
          refuse: () => {
            finish();
            return Promise.resolve(ok(undefined));
          },
        },
      },
      log,
    );
    window.once('ready-to-show', () => {
      window.show();
      window.focus();
    });
    window.once('closed', () => {
      resolve(confirmed);
    });
    void window.loadURL(`${ownOrigin}/signature/index.html`);
  });
}
