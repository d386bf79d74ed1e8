import { failure, type Failure } from '../../../core/errors';
import type { Target } from '../../../core/runbook/plan';
import { fingerprint, type Expected } from './host-key-verdict';

const patienceSeconds = 10;

/** What `ssh -v` said when it could not open a line, as the failure that it means. Its words are shown, never trusted. */
export function opensshFailure(said: string, target: Target, expected: Expected): Failure {
  const host = target.name;
  const at = { host, address: `${target.address}:${String(target.port)}` };
  const offered = /^debug1: Server host key: \S+ (SHA256:\S+)/m.exec(said)?.[1] ?? '?';
  const lines = said.split('\n').map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('debug'));
  const has = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
  const last = (lines.at(-1) ?? 'closed').slice(0, 300);

  if (has(/REVOKED HOST KEY DETECTED|revoked by file|marked as revoked/i)) return failure('host-key-revoked', { host, offered });
  if (has(/Error checking host key .* revoked keys file/i)) {
    return failure('revoked-keys-unreadable', { host, file: target.ssh.revokedHostKeys ?? '?', why: last });
  }
  if (has(/IDENTIFICATION HAS CHANGED/)) return changed();
  if (has(/host key is known for|Host key verification failed/i)) {
    return expected.ours.length > 0 || expected.ourAuthorities.length > 0 ? changed() : failure('host-key-unknown', { host, offered });
  }
  if (has(/no matching .* found/i)) return failure('host-handshake', { ...at, why: last });
  if (has(/Permission denied|Too many authentication failures/i)) {
    return failure('ssh-auth-failed', { host, user: target.user, tried: 'openssh' });
  }
  if (has(/Connection refused/i)) return failure('host-refused', at);
  if (has(/timed? ?out/i)) return failure('host-timeout', { ...at, seconds: patienceSeconds });
  return failure('host-unreachable', { ...at, why: last });

  function changed(): Failure {
    const keys = expected.ours.length > 0 ? expected.ours : expected.theirs;
    return failure('host-key-changed', { host, offered, expected: keys.map(fingerprint).join(', ') || '@cert-authority' });
  }
}
