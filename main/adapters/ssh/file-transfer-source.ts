import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import type { FileWork } from '../../ports/ssh';
import { codeOf } from './error-code';

const pieceBytes = 1_048_576;

/** SHA-256 of the first bytes of an open file, hex. */
export async function hashOf(file: FileHandle, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(Math.min(pieceBytes, Math.max(1, bytes)));
  for (let at = 0; at < bytes; ) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, bytes - at), at);
    if (bytesRead === 0) break;
    hash.update(piece.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest('hex');
}

/**
 * Opens the workspace's file that a plan puts, and only if it is that file still.
 * SECURITY: law 4. The plan's hash decides, so that a link or a file that was swapped since is of no use to anybody; the
 * host checks the hash once more before anything is replaced.
 */
export async function openSource(workspace: string, work: Extract<FileWork, { kind: 'put' }>): Promise<Result<FileHandle>> {
  let file: FileHandle;
  try {
    // SECURITY: O_NONBLOCK, because opening a named pipe would hang for ever.
    file = await open(join(workspace, work.from), constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return fail('put-file-unreadable', { path: work.from, why: codeOf(error) });
  }
  try {
    const facts = await file.stat();
    const same = facts.isFile() && facts.size === work.bytes && (await hashOf(file, work.bytes)) === work.sha256;
    if (same) return ok(file);
  } catch (error) {
    await file.close();
    return fail('put-file-unreadable', { path: work.from, why: codeOf(error) });
  }
  await file.close();
  return fail('put-file-changed', { path: work.from });
}
