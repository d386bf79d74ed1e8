import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../../core/errors';
import type { MovedFile } from '../../../core/runbook/file-step';
import { errorCode, openInside } from './read-folder';

/** Size and SHA-256 of one plain file below the root, read piece by piece; refused as `readInside` refuses. Limit in bytes. */
export async function measureFile(root: string, below: string, limit: number): Promise<Result<MovedFile>> {
  const opened = await openInside(root, below, limit);
  if (!opened.ok) return opened;
  const handle = opened.value;
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of handle.createReadStream({ autoClose: false })) {
      bytes += (piece as Buffer).length;
      if (bytes > limit) return fail('workspace-file-too-large', { path: below, limit: limit / 1024 });
      hash.update(piece as Buffer);
    }
    return ok({ bytes, sha256: hash.digest('hex') });
  } catch (error) {
    return fail('workspace-unreadable', { path: below, why: errorCode(error) });
  } finally {
    await handle.close();
  }
}
