import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import { useEffect, useState, type RefObject } from 'react';
import type { Failure } from '../../core/errors';
import type { terminalContract } from '../../core/ipc/contract';
import type { Client } from '../../core/ipc/kit';
import { longestInput, type TerminalEnd } from '../../core/terminal/terminal';
import { terminalColours } from './colours';
import { muteReplies } from './mute-replies';

export type TerminalDesk = Client<typeof terminalContract>;

/** Lines that can be scrolled back to; the recording has all of them. */
const scrollback = 10_000;

/** A shell on screen. */
export interface Shell {
  readonly state: 'opening' | 'open' | 'over';
  readonly end: TerminalEnd | null;
  /** Why it did not begin, or what went wrong with what was typed. */
  readonly failure: Failure | null;
  readonly screen: Screen | null;
}

/** What the window's keys do with the terminal. */
export interface Screen {
  readonly find: (text: string, way: 'next' | 'previous') => boolean;
  readonly selection: () => string;
  readonly paste: (text: string) => void;
  readonly focus: () => void;
}

/**
 * Puts a terminal into a place of the page and joins it to its shell. The window asks for more output when it has shown
 * what it got: a flood slows the server, and never this window (xterm.js without it throws at 50 MB).
 */
export function useShell(desk: TerminalDesk, place: RefObject<HTMLDivElement | null>, theme: 'dark' | 'light' | 'night'): Shell {
  const [shell, setShell] = useState<Shell>({ state: 'opening', end: null, failure: null, screen: null });
  useEffect(() => {
    const parent = place.current;
    if (parent === null) return undefined;
    const look = getComputedStyle(document.documentElement);
    const terminal = new Terminal({
      allowProposedApi: false,
      cursorBlink: false,
      fontFamily: look.getPropertyValue('--mono'),
      fontSize: 13,
      scrollback,
      theme: terminalColours(theme, (name) => look.getPropertyValue(name).trim()),
    });
    const fit = new FitAddon();
    const search = new SearchAddon();
    terminal.loadAddon(fit);
    terminal.loadAddon(search);
    muteReplies(terminal);
    terminal.open(parent);
    fit.fit();
    let isGone = false;
    const fail = (failure: Failure): void => {
      if (!isGone) setShell((now) => ({ ...now, failure }));
    };
    terminal.onData((text) => {
      for (let at = 0; at < text.length; at += longestInput) {
        void desk.terminal.type({ text: text.slice(at, at + longestInput) }).then((typed) => {
          if (!typed.ok && typed.error.code !== 'terminal-gone') fail(typed.error);
        });
      }
    });
    terminal.onResize(({ cols, rows }) => void desk.terminal.resize({ columns: cols, rows }));
    const observer = new ResizeObserver(() => {
      fit.fit();
    });
    observer.observe(parent);
    const screen: Screen = {
      find: (text, way) => (way === 'next' ? search.findNext(text) : search.findPrevious(text)),
      selection: () => terminal.getSelection(),
      paste: (text) => {
        terminal.paste(text);
      },
      focus: () => {
        terminal.focus();
      },
    };
    const live = async (): Promise<void> => {
      const begun = await desk.terminal.begin({ columns: terminal.cols, rows: terminal.rows });
      if (!begun.ok) {
        setShell((now) => ({ ...now, state: 'over', failure: begun.error }));
        return;
      }
      setShell((now) => ({ ...now, screen }));
      terminal.focus();
      for (;;) {
        const piece = await desk.terminal.more();
        if (isGone) return;
        if (!piece.ok) {
          setShell((now) => ({ ...now, state: 'over', failure: piece.error }));
          return;
        }
        const { text, end } = piece.value;
        await new Promise<void>((resolve) => {
          terminal.write(text, resolve);
        });
        if (end === null) setShell((now) => (now.state === 'open' ? now : { ...now, state: 'open' }));
        else {
          terminal.options.disableStdin = true;
          setShell((now) => ({ ...now, state: 'over', end, failure: end.problem }));
          return;
        }
      }
    };
    void live();
    return () => {
      isGone = true;
      observer.disconnect();
      terminal.dispose();
    };
  }, [desk, place, theme]);
  return shell;
}
