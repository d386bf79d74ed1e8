import { BrowserWindow } from 'electron';
import { ok } from '../../core/errors';
import { secretContract } from '../../core/ipc/contract';
import { ownOrigin, serve } from '../ipc/serve';
import type { Look } from './approval-window';
import { lockedDown } from './security';

/** Asks for one secret in a window of its own, which sends one way and is destroyed. Null when it was closed. */
export function askInSecretWindow(
  parent: BrowserWindow | null,
  preload: string,
  request: { readonly name: string; readonly purpose: string },
  look: Look,
  log: (line: string) => void,
): Promise<string | null> {
  return new Promise((resolve) => {
    const window = new BrowserWindow({
      width: 520,
      height: 300,
      resizable: false,
      minimizable: false,
      maximizable: false,
      ...(parent === null ? {} : { parent, modal: true }),
      show: false,
      title: 'Breakglass: secret',
      backgroundColor: '#0a0d12',
      autoHideMenuBar: true,
      webPreferences: lockedDown(preload, secretContract),
    });
    // SECURITY: what is typed here must not appear in a screenshot or a shared screen.
    window.setContentProtection(true);
    let value: string | null = null;
    const finish = (): void => {
      setImmediate(() => {
        if (!window.isDestroyed()) window.destroy();
      });
    };
    serve(
      window.webContents,
      secretContract,
      {
        secret: {
          request: () => Promise.resolve(ok({ ...request, ...look })),
          give: (given) => {
            value = given.value;
            finish();
            return Promise.resolve(ok(undefined));
          },
          cancel: () => {
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
      resolve(value);
    });
    void window.loadURL(`${ownOrigin}/secret/index.html`);
  });
}
