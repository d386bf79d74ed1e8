import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Failure, type Result } from '../../../core/errors';
import type { Finding } from '../../../core/runbook/runbook';
import { finding, type Place } from '../../../core/workspace/finding';
import { importedFiles } from '../../../core/workspace/imported-hosts';
import type { FolderText } from '../../../core/workspace/read-workspace';
import { yamlLimit } from '../../../core/workspace/read-yaml';

/** The YAML files of a workspace. Only breakglass.yaml must be there. */
export const yamlFiles = ['breakglass.yaml', 'team.yaml', 'hosts.yaml', 'sirens.yaml', 'duty.yaml', 'services.yaml'] as const;

const runbookLimit = 2_000;
const depthLimit = 12;

/** Why the system said no, as its short code: no path and no stack trace. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'unknown error';
}

/**
 * One plain file below the root, as text. Refused: a path or link that leads out of it, a device, pipe or folder, a file
 * over the limit, bytes that are not UTF-8. Limit in bytes.
 */
export async function readInside(root: string, below: string, limit: number): Promise<Result<string>> {
  const bytes = await readBytes(root, below, limit);
  if (!bytes.ok) return bytes;
  const text = decodeUtf8(bytes.value);
  return text === null ? fail('workspace-not-utf8', { path: below }) : ok(text);
}

async function readBytes(root: string, below: string, limit: number): Promise<Result<Uint8Array>> {
  const opened = await openInside(root, below, limit);
  if (!opened.ok) return opened;
  const handle = opened.value;
  try {
    const bytes = await handle.readFile();
    if (bytes.length > limit) return fail('workspace-file-too-large', { path: below, limit: limit / 1024 });
    return ok(bytes);
  } catch (error) {
    return fail('workspace-unreadable', { path: below, why: errorCode(error) });
  } finally {
    await handle.close();
  }
}

/** Opens one plain file below the root; whoever gets it closes it. */
export async function openInside(root: string, below: string, limit: number): Promise<Result<FileHandle>> {
  try {
    const base = await realpath(root);
    const wanted = path.resolve(base, below);
    const real = await realpath(wanted);
    // SECURITY: a workspace is other people's repository; a link in it must not make us read /etc/shadow into a screen.
    if (below === '' || path.isAbsolute(below) || !isInside(base, wanted) || !isInside(base, real)) return fail('workspace-path-outside', { path: below });
    // SECURITY: O_NONBLOCK, because opening a named pipe would hang for ever; O_NOFOLLOW, because `real` has no links left.
    const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const facts = await handle.stat();
    if (facts.isFile() && facts.size <= limit) return ok(handle);
    await handle.close();
    if (!facts.isFile()) return fail('workspace-unreadable', { path: below, why: 'not a plain file' });
    return fail('workspace-file-too-large', { path: below, limit: limit / 1024 });
  } catch (error) {
    return fail('workspace-unreadable', { path: below, why: errorCode(error) });
  }
}

/** Text without a byte order mark, or null where a byte is not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Where UTF-8 ends: byte by byte, so that one pass finds the character that the bad byte breaks. */
function notUtf8At(file: string, bytes: Uint8Array): Place {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let column = 1;
  try {
    for (let at = 0; at < bytes.length; at += 1) {
      const letters = decoder.decode(bytes.subarray(at, at + 1), { stream: true });
      column = letters === '\n' ? 1 : column + letters.length;
      line += letters === '\n' ? 1 : 0;
    }
  } catch {
    // This byte is the one.
  }
  return { file, line, column };
}

function isInside(base: string, file: string): boolean {
  const relative = path.relative(base, file);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

/** Everything that `readWorkspace` needs of a folder. Missing optional files are fine; nothing here throws. */
export async function readFolder(root: string): Promise<FolderText> {
  const texts = new Map<string, string>();
  const others = new Set<string>();
  const findings: Finding[] = [];
  const take = async (file: string): Promise<void> => {
    const bytes = await readBytes(root, file, yamlLimit);
    if (!bytes.ok) {
      findings.push(unreadable(file, bytes.error));
      return;
    }
    const text = decodeUtf8(bytes.value);
    if (text === null) findings.push(finding(notUtf8At(file, bytes.value), 'not-utf8', {}));
    else texts.set(file, text);
  };
  for (const file of yamlFiles) if (await exists(path.join(root, file))) await take(file);
  for (const file of importedFiles(texts.get('hosts.yaml') ?? '')) if (await exists(path.join(root, file))) await take(file);
  for (const file of await listBelow(root, 'runbooks', '.md', findings)) await take(file);
  for (const file of await filesIn(root)) if (!texts.has(file)) others.add(file);
  return { root, texts, others, findings };
}

function unreadable(file: string, error: Failure): Finding {
  const place: Place = { file, line: 1, column: 1 };
  switch (error.code) {
    case 'workspace-path-outside':
      return finding(place, 'file-outside', {});
    case 'workspace-file-too-large':
      return finding(place, 'file-too-large', { limit: yamlLimit / 1024 });
    default:
      return finding(place, 'file-unreadable', { why: error.values['why'] ?? error.code });
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    // A file that may not be looked at exists as far as we care: reading it then says why not.
    return !['ENOENT', 'ENOTDIR'].includes(errorCode(error));
  }
}

/** Paths below the root of all files with this ending, linked folders not followed. */
export async function listBelow(root: string, folder: string, ending: string, findings: Finding[]): Promise<string[]> {
  const found: string[] = [];
  const waiting = [{ below: folder, depth: 0 }];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { below, depth } = next;
    for (const entry of await entriesOf(path.join(root, below))) {
      const at = `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < depthLimit) waiting.push({ below: at, depth: depth + 1 });
      else if (entry.isSymbolicLink() && !entry.name.endsWith(ending)) findings.push(finding({ file: at, line: 1, column: 1 }, 'folder-not-followed', {}));
      else if (entry.name.endsWith(ending) && !entry.isDirectory()) found.push(at);
      if (found.length > runbookLimit) {
        findings.push(finding({ file: at, line: 1, column: 1 }, 'too-many-files', { limit: runbookLimit }));
        return found.slice(0, runbookLimit);
      }
    }
  }
  return found.sort();
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Plain files of the root folder itself and one level below: what `duty.yaml` may name. */
async function filesIn(root: string): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await entriesOf(root)) {
    if (entry.isFile()) names.push(entry.name);
    if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'runbooks') continue;
    for (const inner of await entriesOf(path.join(root, entry.name))) if (inner.isFile()) names.push(`${entry.name}/${inner.name}`);
  }
  return names;
}
