import { BrowserWindow, dialog } from 'electron';
import { fail, ok } from '../../core/errors';
import { terminalContract } from '../../core/ipc/contract';
import type { Tell } from '../../core/ipc/kit';
import type { OpenTerminal, TerminalScreen } from '../ports/terminal-screen';
import { ownOrigin, serve } from '../ipc/serve';
import type { Look } from './approval-window';
import { lockedDown } from './security';

interface Options {
  readonly preload: string;
  readonly icon: string;
  readonly look: () => Look;
  /** Stops every siren; asks nothing. */
  readonly silence: () => void;
  readonly log: (line: string) => void;
}

/** Where terminals are shown: a window each. */
export interface TerminalWindows extends TerminalScreen {
  /** Tells every window how many sirens may be sounding: the key that silences works there too (law 5). */
  ringing(count: number): void;
}

const words = {
  en: { title: (host: string) => `End the terminal on ${host}?`, detail: 'Its shell ends, and with it what runs in it.', stay: 'Stay', end: 'End it' },
  ko: { title: (host: string) => `${host} 터미널을 종료할까요?`, detail: '셸과 그 안에서 실행 중인 작업이 함께 종료됩니다.', stay: '머무르기', end: '종료' },
} as const;

/** Opens a window for each recorded terminal. It shows one host's output as text and holds nothing else. */
export function createTerminalWindows(options: Options): TerminalWindows {
  const windows = new Set<{ readonly tell: Tell<typeof terminalContract> }>();
  let sounding = 0;

  const show = (terminal: OpenTerminal): void => {
    const { about } = terminal;
    const window = new BrowserWindow({
      width: 1000,
      height: 680,
      minWidth: 480,
      minHeight: 320,
      show: false,
      title: `${about.danger === 'prod' ? '■ ' : ''}${about.host} · ${about.user}@${about.address}`,
      icon: options.icon,
      backgroundColor: '#0a0d12',
      autoHideMenuBar: true,
      webPreferences: lockedDown(options.preload, terminalContract),
    });
    const close = (): void => {
      // The answer's own reply must leave before the window is gone.
      setImmediate(() => {
        if (!window.isDestroyed()) window.close();
      });
    };
    const tell = serve(
      window.webContents,
      terminalContract,
      {
        terminal: {
          about: () => Promise.resolve(ok({ ...about, ...options.look(), ringing: sounding })),
          begin: (size) => terminal.begin(size),
          more: async () => ok(await terminal.more()),
          type: ({ text }) => (terminal.isAlive() ? terminal.type(text) : Promise.resolve(fail('terminal-gone', { terminal: about.terminal }))),
          resize: async (size) => {
            await terminal.resize(size);
            return ok(undefined);
          },
          close: () => {
            close();
            return Promise.resolve(ok(undefined));
          },
          silence: () => {
            options.silence();
            return Promise.resolve(ok(undefined));
          },
        },
      },
      options.log,
    );
    const entry = { tell };
    windows.add(entry);
    let asking = false;
    const ask = async (): Promise<void> => {
      const say = words[options.look().locale];
      asking = true;
      const { response } = await dialog.showMessageBox(window, { type: 'warning', message: say.title(about.host), detail: say.detail, buttons: [say.stay, say.end], defaultId: 0, cancelId: 0 });
      asking = false;
      if (response === 1 && !window.isDestroyed()) window.destroy();
    };
    window.on('close', (event) => {
      if (!terminal.isAlive()) return;
      event.preventDefault();
      if (!asking) void ask();
    });
    // A page that died can show nothing any more: the shell must not go on unseen.
    window.webContents.on('render-process-gone', () => {
      window.destroy();
    });
    window.once('closed', () => {
      windows.delete(entry);
      terminal.hangUp();
    });
    window.on('page-title-updated', (event) => {
      event.preventDefault();
    });
    window.once('ready-to-show', () => {
      window.show();
      window.focus();
    });
    void window.loadURL(`${ownOrigin}/terminal/index.html`);
  };

  return {
    show: (terminal) => {
      show(terminal);
      return ok(undefined);
    },
    ringing(count) {
      if (count === sounding) return;
      sounding = count;
      for (const { tell } of windows) tell('terminal', 'ringing', { count });
    },
  };
}
