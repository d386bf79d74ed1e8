import { BrowserWindow } from 'electron';
import { fail, ok } from '../../core/errors';
import { approvalContract } from '../../core/ipc/contract';
import type { ApprovalRequest } from '../../core/run/run';
import type { SecondApproval } from '../ports/approver';
import { ownOrigin, serve } from '../ipc/serve';
import { lockedDown } from './security';

export interface Look {
  readonly locale: 'en' | 'ko';
  readonly theme: 'dark' | 'light' | 'night';
}

/**
 * Shows one plan in a window that holds nothing else, and waits for the answer. Closing it is a refusal. What was typed
 * goes back as it is: the runner checks it against what the danger asks for.
 */
export function askInApprovalWindow({
  parent,
  preload,
  request,
  second,
  look,
  log,
}: {
  readonly parent: BrowserWindow | null;
  readonly preload: string;
  readonly request: ApprovalRequest;
  readonly second: SecondApproval;
  readonly look: Look;
  readonly log: (line: string) => void;
}): Promise<{ readonly hash: string; readonly typed: string } | null> {
  return new Promise((resolve) => {
    const window = new BrowserWindow({
      width: 860,
      height: 720,
      minWidth: 640,
      minHeight: 480,
      ...(parent === null ? {} : { parent }),
      show: false,
      title: 'Breakglass: approve',
      backgroundColor: '#0a0d12',
      autoHideMenuBar: true,
      webPreferences: lockedDown(preload, approvalContract),
    });
    let answer: { readonly hash: string; readonly typed: string } | null = null;
    const finish = (): void => {
      // The answer's own reply must leave before the window is gone.
      setImmediate(() => {
        if (!window.isDestroyed()) window.destroy();
      });
    };
    const tell = serve(
      window.webContents,
      approvalContract,
      {
        approval: {
          request: () => Promise.resolve(ok({ ...request, second: request.second === null ? null : { ...request.second, held: second.held() }, ...look })),
          approve: (given) => {
            if (given.hash !== request.plan.hash) return Promise.resolve(fail('bad-input', { what: 'hash', why: 'another plan' }));
            if (request.demand.word !== null && given.typed.trim() !== request.demand.word) {
              return Promise.resolve(fail('bad-input', { what: 'confirmation', why: request.demand.word }));
            }
            if (request.second !== null && second.held() === null) return Promise.resolve(fail('approval-not-held', {}));
            answer = given;
            finish();
            return Promise.resolve(ok(undefined));
          },
          refuse: () => {
            finish();
            return Promise.resolve(ok(undefined));
          },
          prove: (given) => (request.second === null ? Promise.resolve(fail('approval-no-challenge', {})) : second.prove(given.code)),
        },
      },
      log,
    );
    const unfollow = second.onHeld((held) => {
      tell('approval', 'held', held);
    });
    window.once('ready-to-show', () => {
      window.show();
      window.focus();
    });
    window.once('closed', () => {
      unfollow();
      resolve(answer);
    });
    void window.loadURL(`${ownOrigin}/approval/index.html`);
  });
}
