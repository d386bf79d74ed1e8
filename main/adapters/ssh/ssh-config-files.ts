import { readFile, readdir, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { matchesGlob } from './known-hosts';

const mostFiles = 200;
const mostDepth = 16;

/** The configuration files that have a say, as far as remembering an answer goes. */
export interface ConfigFiles {
  /** Folders whose files have a say. */
  readonly folders: readonly string[];
  /** Every host gets the same: no `Host` but `*`, no `Match`, no token in a HostName, no name that DNS completes. */
  readonly isUniform: boolean;
  /** A command (`Match exec`) or DNS decides, so that the answer may change without a file. */
  readonly isDynamic: boolean;
}

/**
 * Follows the Includes of ssh_config files. Files that cannot be read count as empty here: `ssh` itself will complain.
 * @param note is told of every file and folder before it is looked into.
 */
export async function configFiles(
  roots: readonly { readonly file: string; readonly base: string }[],
  home: string,
  note: (path: string) => Promise<void>,
): Promise<ConfigFiles> {
  const seen = new Set<string>();
  const folders = new Set<string>();
  let isUniform = true;
  let isDynamic = false;

  const read = async (file: string, base: string, depth: number): Promise<void> => {
    if (seen.has(file) || seen.size >= mostFiles || depth > mostDepth) return;
    seen.add(file);
    folders.add(dirname(file));
    await note(file);
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch {
      return;
    }
    for (const [keyword, value] of configLines(text)) {
      if (keyword === 'match') {
        isUniform = false;
        isDynamic ||= /\bexec\b/i.test(value);
      }
      // Whose name is completed by DNS has an address of its own, and tomorrow perhaps another.
      if (keyword === 'canonicalizehostname' && value.toLowerCase() !== 'no') [isUniform, isDynamic] = [false, true];
      if ((keyword === 'host' && value !== '*') || (keyword === 'hostname' && value.includes('%'))) isUniform = false;
      if (keyword !== 'include') continue;
      for (const pattern of configWords(value)) {
        const whole = pattern.startsWith('~/') ? join(home, pattern.slice(2)) : isAbsolute(pattern) ? pattern : join(base, pattern);
        for (const found of await expandGlob(whole, folders, note)) await read(found, base, depth + 1);
      }
    }
  };
  for (const { file, base } of roots) await read(file, base, 0);
  return { folders: [...folders], isUniform, isDynamic };
}

/** Keyword in lower case, and the rest of each line. */
export function configLines(text: string): [string, string][] {
  return text.split('\n').flatMap((line): [string, string][] => {
    const match = /^\s*([A-Za-z][A-Za-z0-9]*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line);
    return match === null ? [] : [[(match[1] ?? '').toLowerCase(), match[2] ?? '']];
  });
}

/** The words of a value, quotes taken off. */
export function configWords(value: string): string[] {
  return [...value.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** `*` and `?` in any part of a path. Each folder that was looked into is added. */
async function expandGlob(pattern: string, folders: Set<string>, note: (path: string) => Promise<void>): Promise<string[]> {
  let found = ['/'];
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    if (!/[*?]/.test(part)) {
      found = found.map((folder) => join(folder, part));
      continue;
    }
    const next: string[] = [];
    for (const folder of found) {
      folders.add(folder);
      await note(folder);
      const names = await readdir(folder).catch(() => []);
      next.push(...names.filter((name) => matchesGlob(part, name) && (part.startsWith('.') || !name.startsWith('.'))).map((name) => join(folder, name)));
    }
    found = next.sort().slice(0, mostFiles);
  }
  return found;
}

/** What a file looks like from outside; it changes when the file does, and when it appears or goes. */
export async function fileStamp(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${String(ino)}:${String(size)}:${String(mtimeMs)}`;
  } catch {
    return 'none';
  }
}
