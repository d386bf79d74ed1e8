import { spawnSync } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import type { Account } from './pretend-host';

/** `nobody` on every system that has one under this number. */
const nobody: Account = { uid: 65_534, gid: 65_534 };

/**
 * The account without powers that a drill's commands run as when root started it, and the way to them opened: each
 * folder may be walked through, not listed. Null where it cannot get there.
 */
export async function lowlyAccount(folders: readonly string[]): Promise<Account | null> {
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o711);
  }
  const last = folders.at(-1) ?? '/';
  const walked = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', last], { ...nobody, cwd: '/', stdio: 'ignore' });
  return walked.status === 0 ? nobody : null;
}
