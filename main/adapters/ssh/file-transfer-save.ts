import { constants } from 'node:fs';
import { open, rename, unlink, type FileHandle } from 'node:fs/promises';
import { fail, ok, type Failure, type Result } from '../../../core/errors';
import type { MovedFile } from '../../../core/runbook/file-step';
import { codeOf } from './error-code';
import { hashOf } from './file-transfer-source';
import { transcriptFile } from './transcript';

/** What is to be kept, and where. */
interface SaveOrder {
  readonly transcripts: string;
  /** The step's transcript: the file comes beside it, as `.file`, and as `.part` until it is whole. */
  readonly transcript: string;
  /** What the host said of the file; no hash where it has no tool for one. */
  readonly said: { readonly bytes: number; readonly sha256: string | null };
  /** Told when the file is not what the host said. */
  readonly differs: Failure;
}

type Fetch = (into: { readonly file: FileHandle; readonly has: number }) => Promise<Result<number>>;

/**
 * Keeps a fetched file. It has its name only once it is whole, has the hash that the host said, and is on the disk; a part
 * that a cut left is gone on with. The hash given is of the bytes that are kept.
 */
export async function saveFile(order: SaveOrder, fetch: Fetch): Promise<Result<MovedFile>> {
  const whole = transcriptFile(order.transcripts, order.transcript, '.file');
  const part = transcriptFile(order.transcripts, order.transcript, '.part');
  try {
    const kept = await measured(whole, order.said);
    if (kept !== null) return ok(kept);
    // SECURITY: O_NOFOLLOW and 0600; the folder is the transcript's, which was judged when that was opened.
    const file = await open(part, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
    try {
      const got = await fill(file, order.said.bytes, fetch);
      if (!got.ok) return got;
      const sha256 = await hashOf(file, order.said.bytes);
      if (got.value !== order.said.bytes || (order.said.sha256 ?? sha256) !== sha256) {
        await unlink(part);
        return { ok: false, error: order.differs };
      }
      await file.datasync();
      await rename(part, whole);
      return ok({ bytes: order.said.bytes, sha256 });
    } finally {
      await file.close();
    }
  } catch (error) {
    return fail('got-file-unsaved', { path: `transcripts/${order.transcript}.file`, why: codeOf(error) });
  }
}

async function fill(file: FileHandle, bytes: number, fetch: Fetch): Promise<Result<number>> {
  const { size } = await file.stat();
  const has = size > bytes ? 0 : size;
  if (size > bytes) await file.truncate(0);
  return has === bytes && bytes > 0 ? ok(bytes) : fetch({ file, has });
}

/** A file that is there already, whole, as an earlier look-up kept it. */
async function measured(path: string, said: SaveOrder['said']): Promise<MovedFile | null> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    return null;
  }
  try {
    const { size } = await file.stat();
    const sha256 = await hashOf(file, size);
    return size === said.bytes && (said.sha256 ?? sha256) === sha256 ? { bytes: size, sha256 } : null;
  } finally {
    await file.close();
  }
}
