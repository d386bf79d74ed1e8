import { readFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import { codeOf } from './error-code';
import { readKey } from './known-hosts';
import { krlHead } from './ssh-config-way';
import { homeAbsolute } from './ssh-tokens';

/** The keys of RevokedHostKeys, one public key a line. As with OpenSSH, a file that cannot be read refuses the host. */
export async function revokedKeys({ name, ssh, transport }: Pick<Target, 'name' | 'transport'> & { readonly ssh: Pick<Target['ssh'], 'revokedHostKeys'> }, home: string): Promise<Result<readonly Buffer[]>> {
  if (ssh.revokedHostKeys === null) return ok([]);
  const file = homeAbsolute(ssh.revokedHostKeys, home);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return fail('revoked-keys-unreadable', { host: name, file, why: codeOf(error) });
  }
  if (text.startsWith(krlHead)) {
    // The system's `ssh` reads its own form; without it the list cannot be asked, and an unasked list refuses.
    return transport === 'openssh' ? ok([]) : fail('revoked-keys-unreadable', { host: name, file, why: 'KRL' });
  }
  return ok(
    text.split('\n').flatMap((line) => {
      const [type, base64] = line.trim().split(/[ \t]+/);
      const key = type === undefined || base64 === undefined ? null : readKey(type, base64);
      return key === null ? [] : [key];
    }),
  );
}
