import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Longest that a plan waits for git, ms: a plan without a commit is better than none. */
const patience = 2_000;

// SECURITY: the workspace may be anybody's clone: no hooks, no monitor, no helper program of its configuration runs.
const hardened = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.pager=cat', '-c', 'protocol.allow=never'];

/** The commit that last changed a file of the workspace; null where there is no repository, no git, or no commit of it. */
export function commitOf(root: string, path: string): Promise<string | null> {
  if (!existsSync(join(root, '.git'))) return Promise.resolve(null);
  const args = [...hardened, '-C', root, 'log', '-1', '--no-show-signature', '--format=%H', '--', path];
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  return new Promise((resolve) => {
    execFile('git', args, { timeout: patience, maxBuffer: 4_096, env }, (error, stdout) => {
      const commit = stdout.trim();
      resolve(error === null && /^[0-9a-f]{40,64}$/.test(commit) ? commit : null);
    });
  });
}
