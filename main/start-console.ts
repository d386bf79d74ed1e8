import { app, clipboard, dialog, Menu, type BrowserWindow } from 'electron';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mainContract } from '../core/ipc/contract';
import type { Tell } from '../core/ipc/kit';
import { createSystemSpeaker } from './adapters/sound/system-speaker';
import { openPreferences } from './adapters/preferences/preferences-file';
import { Console } from './console';
import { serveTerminals } from './serve-terminals';
import { serve } from './ipc/serve';
import { electronPlatform } from './platform/electron';
import { serveAppProtocol } from './window/app-protocol';
import { takeSilenceHotkey } from './window/hotkey';
import { openLink } from './window/open-link';
import { openMainWindow } from './window/main-window';
import { askToQuit } from './window/quit-guard';
import { harden } from './window/security';
import { createTerminalWindows } from './window/terminal-window';
import type { LastNet } from './platform/last-net';
import { openLog } from './platform/log-file';
import { createTray } from './window/tray';

/** Opens the console: window, tray, hotkey, and the desk of the last workspace (or the one on the command line). */
export async function startConsole(options: { readonly folder: string; readonly net: LastNet; readonly unsandboxed: boolean; readonly fallback: boolean }): Promise<void> {
  const built = dirname(fileURLToPath(import.meta.url));
  const preload = join(built, '..', 'preload', 'preload.cjs');
  const icon = join(app.getAppPath(), 'assets', 'icon.png');
  harden();
  serveAppProtocol(join(built, '..', 'renderer'));
  Menu.setApplicationMenu(null);

  const preferences = openPreferences(options.folder, app.getLocale());
  const look = () => {
    const { locale, theme } = preferences.get();
    return { locale, theme };
  };
  let window: BrowserWindow | null = null;
  let tell: Tell<typeof mainContract> | null = null;
  let quitting = false;

  const show = (screen?: string, id = ''): void => {
    if (window === null || window.isDestroyed()) openWindow();
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    }
    if (screen !== undefined) tell?.('app', 'show', { screen, id });
  };

  const silence = (): void => {
    void desk.silence();
  };
  const terminals = createTerminalWindows({ preload, icon, look, silence, log: openLog(options.folder) });
  const platform = electronPlatform({
    folder: options.folder,
    preload,
    icon,
    parent: () => (window?.isVisible() === true ? window : null),
    look,
    speaker: createSystemSpeaker(process.env['PATH'] ?? ''),
    open: show,
    terminalScreen: terminals,
  });
  const desk = new Console({
    platform,
    preferences,
    runtime: { version: process.versions.electron, fallback: options.fallback, unsandboxed: options.unsandboxed },
    appVersion: app.getVersion(),
    assets: join(app.getAppPath(), 'assets', 'drill'),
    serve: (open, calls) => serveTerminals(open, calls, { platform, preferences, appVersion: app.getVersion() }),
    chooseFolder: async (purpose) => {
      const choice = await dialog.showOpenDialog({ properties: purpose === 'open' ? ['openDirectory'] : ['openDirectory', 'createDirectory', 'promptToCreate'] });
      return choice.canceled ? null : (choice.filePaths[0] ?? null);
    },
    chooseSave: async (name) => {
      const choice = await dialog.showSaveDialog({ defaultPath: name });
      return choice.canceled || choice.filePath === '' ? null : choice.filePath;
    },
    chooseFile: async () => {
      const choice = await dialog.showOpenDialog({ properties: ['openFile', 'showHiddenFiles'] });
      return choice.canceled ? null : (choice.filePaths[0] ?? null);
    },
    copyText: (text) => {
      void clipboard.writeText(text);
      return true;
    },
    showWindow: () => {
      show();
      return true;
    },
    openLink: (url) => (window === null ? Promise.resolve({ ok: true, value: undefined }) : openLink(window, url)),
  });

  options.net.on((problem) => {
    desk.mishap(problem);
  });

  function openWindow(): void {
    window = openMainWindow({ preload, dataFolder: options.folder, icon });
    tell = serve(window.webContents, mainContract, desk.handlers, platform.log);
    window.on('close', (event) => {
      if (quitting) return;
      // The desk goes on watching and ringing behind a closed window; the tray says so and opens it again.
      event.preventDefault();
      if (desk.isOpen()) window?.hide();
      else void quit();
    });
  }

  async function quit(): Promise<void> {
    if (quitting || !(await askToQuit(window, desk.reasonsToStay(), preferences.get().locale))) return;
    quitting = true;
    try {
      await desk.close();
    } finally {
      app.quit();
    }
  }

  function openLinkIn(argv: readonly string[]): void {
    // SECURITY: the system hands over whatever a page asked it to open; it is read strictly and can only be a view.
    const link = argv.find((word) => /^breakglass:/i.test(word));
    if (link !== undefined) desk.openViewLink(link);
  }

  const tray = createTray({ icon, open: () => { show(); }, silence, quit: () => void quit() });
  desk.onPush((topic, name, payload) => {
    tell?.(topic, name, payload);
  });
  desk.onFrame((frame) => {
    tray.show(frame);
    terminals.ringing(frame.rings.length);
  });
  desk.hotkey = takeSilenceHotkey(silence);

  app.on('second-instance', (_event, argv) => {
    show();
    const folder = workspaceIn(argv);
    if (folder !== null) void desk.openNamed(folder);
    openLinkIn(argv);
  });
  app.on('open-url', (event, link) => {
    event.preventDefault();
    show();
    desk.openViewLink(link);
  });
  app.on('activate', () => {
    show();
  });
  app.on('before-quit', (event) => {
    if (quitting) return;
    event.preventDefault();
    void quit();
  });
  app.on('window-all-closed', () => {
    // The tray keeps the desk alive; quitting is an act of its own.
  });
  openWindow();
  const first = workspaceIn(process.argv) ?? preferences.get().last;
  if (first !== null) await desk.openNamed(first);
  openLinkIn(process.argv);
}

/** `--workspace=DIR` on the command line, or null. */
function workspaceIn(argv: readonly string[]): string | null {
  const flag = argv.find((word) => word.startsWith('--workspace='));
  return flag === undefined ? null : flag.slice('--workspace='.length);
}
