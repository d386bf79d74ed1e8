import { watch, type FSWatcher } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { importFolder } from '../../../core/workspace/host-import';

/** Editors write a file in several steps; one change is announced when they are done, ms. */
const settle = 200;
/** Network folders and some containers report nothing: looking costs little, ms. */
const look = 2_000;

const followed: ReadonlySet<string> = new Set(['runbooks', importFolder]);

/** What the configuration is made of: YAML and calendars at the top, everything below runbooks, and what may be imported. */
async function fingerprint(root: string): Promise<{ readonly mark: string; readonly folders: readonly string[] }> {
  const marks: string[] = [];
  const folders = [root];
  const waiting = [{ folder: root, top: true, every: false }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { folder, top, every } = next;
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (top && !followed.has(entry.name)) continue;
        folders.push(file);
        waiting.push({ folder: file, top: false, every: top ? entry.name === importFolder : every });
      } else if (every || /\.(ya?ml|md|ics)$/.test(entry.name)) {
        const facts = await lstat(file).catch(() => null);
        marks.push(`${file} ${facts?.ino ?? 0} ${facts?.size ?? 0} ${facts?.mtimeMs ?? 0} ${facts?.ctimeMs ?? 0} ${facts?.mode ?? 0}`);
      }
    }
  }
  return { mark: marks.sort().join('\n'), folders };
}

/**
 * Calls back when a file of the configuration changed, at most every 200 ms. The system's events only make it fast: what
 * counts is whether names, sizes, times or rights differ from the last look, every two seconds in any case.
 */
export function watchFolder(root: string, changed: () => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  let last: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let looking = false;
  let again = false;
  let ended = false;

  const rewatch = (folders: readonly string[]): void => {
    for (const [folder, watcher] of watchers) {
      if (folders.includes(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) {
      if (watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, { persistent: false }, soon);
        watcher.on('error', () => {
          watcher.close();
          watchers.delete(folder);
        });
        watchers.set(folder, watcher);
      } catch {
        // Out of watches, or a file system without them: the regular look finds the change.
      }
    }
  };

  const examine = async (): Promise<void> => {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    const { mark, folders } = await fingerprint(root);
    looking = false;
    if (ended) return;
    rewatch(folders);
    const differs = last !== null && mark !== last;
    last = mark;
    if (differs) changed();
    if (again) {
      again = false;
      soon();
    }
  };

  function soon(): void {
    if (ended || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      void examine();
    }, settle);
  }

  void examine();
  const regular = setInterval(() => void examine(), look);
  regular.unref();
  return () => {
    ended = true;
    if (timer !== null) clearTimeout(timer);
    clearInterval(regular);
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
}
