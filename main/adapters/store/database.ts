import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

export interface Row {
  readonly key: string;
  readonly value: string;
}

/** The cache's one table, in SQLite. */
export interface Database {
  get(space: string, key: string): readonly Row[];
  all(space: string): readonly Row[];
  /** The next rows in order of their keys. */
  page(space: string, after: string, limit: number): readonly Row[];
  /** One transaction: all of it or nothing. */
  put(space: string, changes: readonly { readonly key: string; readonly value: string | null }[]): void;
  close(): void;
}

/** Opens the file; one that is damaged is moved aside for whoever wants to look, and a new one begins. */
export function openDatabase(file: string, now: number): { readonly database: Database; readonly movedTo: string | null } {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    return { database: opened(file), movedTo: null };
  } catch (error) {
    if (!existsSync(file)) throw error;
    const movedTo = `${file}.damaged-${now}`;
    renameSync(file, movedTo);
    for (const rest of ['-wal', '-shm']) rmSync(`${file}${rest}`, { force: true });
    return { database: opened(file), movedTo };
  }
}

function opened(file: string): Database {
  const sqlite = new DatabaseSync(file);
  try {
    // SECURITY: alert texts may hold what is nobody else's business; SQLite gives the WAL the mode of the main file.
    chmodSync(file, 0o600);
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000');
    const [check] = sqlite.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
    if (check?.quick_check !== 'ok') throw new Error(check?.quick_check ?? 'unreadable');
    sqlite.exec('CREATE TABLE IF NOT EXISTS kept (space TEXT, key TEXT, value TEXT NOT NULL, PRIMARY KEY (space, key)) WITHOUT ROWID');
    sqlite.prepare('SELECT space, key, value FROM kept LIMIT 1').all();
  } catch (error) {
    sqlite.close();
    throw error;
  }
  const get = sqlite.prepare('SELECT key, value FROM kept WHERE space = ? AND key = ?');
  const all = sqlite.prepare('SELECT key, value FROM kept WHERE space = ? ORDER BY key');
  const page = sqlite.prepare('SELECT key, value FROM kept WHERE space = ? AND key > ? ORDER BY key LIMIT ?');
  const set = sqlite.prepare('INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value');
  const remove = sqlite.prepare('DELETE FROM kept WHERE space = ? AND key = ?');
  return {
    get: (space, key) => get.all(space, key) as Row[],
    all: (space) => all.all(space) as Row[],
    page: (space, after, limit) => page.all(space, after, limit) as Row[],
    put(space, changes) {
      sqlite.exec('BEGIN');
      try {
        for (const { key, value } of changes) {
          if (value === null) remove.run(space, key);
          else set.run(space, key, value);
        }
        sqlite.exec('COMMIT');
      } catch (error) {
        sqlite.exec('ROLLBACK');
        throw error;
      }
    },
    close() {
      // Everything into the one file, so that what stands there later is the whole truth of it.
      sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      sqlite.close();
    },
  };
}
