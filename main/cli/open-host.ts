import type { Terminal } from './terminal';
import { sayBlind } from './say-blind';
import { complain } from './terminal';
import type { CommandHost } from './command-host';
import type { TerminalDesk } from './terminal-desk';
import type { Result } from '../../core/errors';

/** A desk for the length of one command: opened for it, or the one that is open already. */
export interface LentDesk {
  readonly desk: TerminalDesk;
  giveBack(): Promise<void>;
}

/** Somebody else has the desk, and carried the whole command out. */
export interface HandedOver {
  readonly exit: number;
}

/** The command host over any way of coming by a desk. */
export function openHost(terminal: Terminal, folder: () => string | null, lend: () => Promise<Result<LentDesk | HandedOver>>): CommandHost {
  let exit = 0;
  return {
    terminal,
    folder,
    async withDesk(act) {
      const lent = await lend();
      if (!lent.ok) {
        exit = complain(terminal, lent.error);
        return;
      }
      if ('exit' in lent.value) {
        exit = lent.value.exit;
        return;
      }
      try {
        await sayBlind(lent.value.desk, terminal, ['workspace']);
        exit = await act(lent.value.desk);
      } finally {
        await lent.value.giveBack();
      }
    },
    finish(code) {
      exit = code;
    },
    exit: () => exit,
  };
}
