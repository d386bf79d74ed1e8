import { app, session, type WebPreferences } from 'electron';
import { channelsOf, type Contract } from '../../core/ipc/kit';

/** What every window gets; a test reads it back from each of them. Its page can reach the contract's channels and no other. */
export function lockedDown(preload: string, contract: Contract): WebPreferences {
  return {
    preload,
    additionalArguments: [`--breakglass-channels=${channelsOf(contract).join(',')}`],
    // SECURITY: the page is treated as hostile: no Node, own world, OS sandbox, no webview.
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    // A sleeping window must not delay a page.
    backgroundThrottling: false,
  };
}

/** Everything that a page could ask of the system or of another page is refused. Call once the app is ready. */
export function harden(): void {
  // SECURITY: Electron grants every permission by default.
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
  // SECURITY: our pages need no network at all; whatever asks for it is cut here too, beside the content policy.
  session.defaultSession.webRequest.onBeforeRequest((details, answer) => {
    const scheme = new URL(details.url).protocol;
    answer({ cancel: scheme !== 'app:' && scheme !== 'devtools:' && scheme !== 'data:' });
  });
  session.defaultSession.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** Must be called before the app is ready: holds for every page that will ever exist. */
export function guardContents(): void {
  // SECURITY: pages stay where we put them: no navigation, no new window, no webview.
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
