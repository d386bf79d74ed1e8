import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';

/**
 * Where the desk of a workspace and device listens: a socket in a folder of ours that is closed to others, or an
 * owner-only pipe on Windows. A socket's path may have some 100 bytes only, so the workspace stands in it as a hash.
 */
export function deskAddress(root: string, device: string, base: string | null = null): Result<string> {
  const id = createHash('sha256').update(`${root}\0${device}`).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return ok(`\\\\.\\pipe\\breakglass-${userInfo().username}-${id}`);
  const runtime = base ?? process.env['XDG_RUNTIME_DIR'];
  const folder = runtime === undefined || runtime === '' ? join(tmpdir(), `breakglass-${userInfo().uid}`) : join(runtime, 'breakglass');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const problem = folderProblem(folder);
  return problem === null ? ok(join(folder, `${id}.sock`)) : fail('desk-folder-unsafe', { path: folder, reason: problem });
}

// SECURITY: in a shared /tmp somebody else may have made this folder first, to read what is handed to the desk.
function folderProblem(folder: string): string | null {
  const facts = lstatSync(folder);
  if (facts.isSymbolicLink() || !facts.isDirectory()) return 'it is not a real folder';
  if (facts.uid !== userInfo().uid) return 'it belongs to another user';
  return (facts.mode & 0o077) === 0 ? null : 'others may enter it';
}
