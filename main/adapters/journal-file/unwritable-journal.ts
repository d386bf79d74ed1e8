import type { Failure, Result } from '../../../core/errors';
import type { WriterKey } from '../../../core/team/public-key';
import type { Journal, JournalStatus, Receipt } from '../../ports/journal';
import { nodeDisk } from './disk';
import { JournalFolder } from './journal-folder';
import { JournalPages } from './pages';
import { verifyFolder } from './verify-folder';

/**
 * Stands in where this device cannot write: a read-only folder, a full disk at start, a key that is in nobody's entry.
 * Reading and verifying work; every append fails with the reason, so that nothing that needs a record happens (law 1),
 * while silence goes on working and only says so in the log.
 */
export function createUnwritableJournal(options: {
  readonly root: string;
  readonly writer: string;
  readonly problem: Failure;
  readonly keys: () => readonly WriterKey[];
  readonly log: (line: string) => void;
}): Journal {
  const folder = new JournalFolder(options.root, nodeDisk, () => null);
  const pages = new JournalPages(folder);
  const status: JournalStatus = {
    state: 'broken',
    writer: options.writer,
    seq: 0,
    head: '0'.repeat(64),
    problem: options.problem,
  };
  return {
    append: (): Promise<Result<Receipt>> => Promise.resolve({ ok: false, error: options.problem }),
    appendLate: (code) => {
      options.log(`journal not writable, not recorded: ${code}`);
    },
    page: (query) => pages.page(query),
    replay: () => Promise.resolve(),
    sawClock: () => undefined,
    verify: () => verifyFolder(folder, options.keys(), null),
    status: () => status,
    onAppend: () => () => undefined,
    onStatus: () => () => undefined,
    close: () => Promise.resolve(),
  };
}
