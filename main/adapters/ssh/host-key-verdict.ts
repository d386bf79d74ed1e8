import { createHash } from 'node:crypto';
import { failure, type Failure } from '../../../core/errors';
import type { HostView } from '../../../core/host/host';
import { keyType, knownName, readKey, type KnownHost } from './known-hosts';

/** What this laptop expects of a host, before the host says anything. */
export interface Expected {
  readonly host: string;
  /** From hosts.yaml; when there is one, known_hosts is only asked whether it agrees. */
  readonly ours: readonly Buffer[];
  /** From known_hosts, plain entries. */
  readonly theirs: readonly Buffer[];
  readonly revoked: readonly Buffer[];
  /** known_hosts names a certificate authority for this host. */
  readonly authority: boolean;
}

/** `SHA256:...` as OpenSSH prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The public key line of a key on the wire. */
export function keyLine(key: Buffer): string {
  return `${keyType(key) ?? 'unknown'} ${key.toString('base64')}`;
}

export function expectedOf(
  target: { readonly name: string; readonly address: string; readonly port: number; readonly hostKeys: readonly string[] },
  known: readonly KnownHost[],
): Expected {
  const name = knownName(target.address, target.port);
  const here = known.filter((entry) => entry.matches(name));
  return {
    host: target.name,
    // SECURITY: a key in hosts.yaml that cannot be read counts as a key that nobody has, never as no key at all.
    ours: target.hostKeys.map((line) => {
      const [type, base64] = line.trim().split(/[ \t]+/);
      return (type === undefined || base64 === undefined ? null : readKey(type, base64)) ?? Buffer.alloc(0);
    }),
    theirs: here.filter((entry) => entry.marker === 'none').map((entry) => entry.key),
    revoked: here.filter((entry) => entry.marker === 'revoked').map((entry) => entry.key),
    authority: here.some((entry) => entry.marker === 'cert-authority'),
  };
}

/** The keys that count: what the team wrote, else what this user knows. */
function counted(expected: Expected): readonly Buffer[] {
  return expected.ours.length > 0 ? expected.ours : expected.theirs;
}

/** Both files name a key of one type and no key of it is the same: one of them is wrong. */
function disagreement(expected: Expected): { readonly ours: Buffer; readonly theirs: Buffer } | null {
  for (const ours of expected.ours) {
    const type = keyType(ours);
    const theirs = expected.theirs.filter((key) => keyType(key) === type);
    const mine = expected.ours.filter((key) => keyType(key) === type);
    const [first] = theirs;
    if (first !== undefined && !theirs.some((key) => has(mine, key))) return { ours, theirs: first };
  }
  return null;
}

function has(keys: readonly Buffer[], key: Buffer): boolean {
  return keys.some((each) => each.equals(key));
}

export type Verdict = { readonly state: 'known' } | { readonly state: Exclude<HostView['key']['state'], 'known' | 'unchecked'>; readonly why: Failure };

/**
 * Judges the key that a host offers. Anything but `known` ends the connection before the first byte of authentication.
 */
export function verdict(expected: Expected, offered: Buffer): Verdict {
  const { host } = expected;
  const print = fingerprint(offered);
  if (has(expected.revoked, offered)) {
    return { state: 'revoked', why: failure('host-key-revoked', { host, offered: print }) };
  }
  const conflict = disagreement(expected);
  if (conflict !== null) {
    const values = { host, ours: fingerprint(conflict.ours), theirs: fingerprint(conflict.theirs) };
    return { state: 'disagree', why: failure('host-keys-disagree', values) };
  }
  const keys = counted(expected);
  if (has(keys, offered)) return { state: 'known' };
  if (has(expected.theirs, offered)) {
    const ours = expected.ours.map(fingerprint).join(', ');
    return { state: 'disagree', why: failure('host-keys-disagree', { host, ours, theirs: print }) };
  }
  if (keys.length > 0) {
    const was = keys.map(fingerprint).join(', ');
    return { state: 'changed', why: failure('host-key-changed', { host, offered: print, expected: was }) };
  }
  const code = expected.authority ? 'host-ca-unsupported' : 'host-key-unknown';
  return { state: 'unknown', why: failure(code, { host, offered: print }) };
}

/** What is known without asking the host. */
export function knownState(expected: Expected): HostView['key'] {
  const keys = counted(expected);
  const source = expected.ours.length > 0 ? 'hosts.yaml' : expected.theirs.length > 0 ? 'known_hosts' : 'none';
  const usable = keys.filter((key) => !has(expected.revoked, key));
  const state =
    disagreement(expected) !== null ? 'disagree'
    : usable.length > 0 ? 'known'
    : keys.length > 0 ? 'revoked'
    : 'unknown';
  return { state, source, fingerprints: keys.map(fingerprint) };
}

const offeredAlgorithms = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
] as const;
export type HostKeyAlgorithm = (typeof offeredAlgorithms)[number];

/** Known types first, as OpenSSH does: else a host with two keys might offer the one that nobody wrote down. */
export function algorithmsFor(expected: Expected): HostKeyAlgorithm[] {
  const types = new Set(counted(expected).map(keyType));
  const isKnown = (algorithm: HostKeyAlgorithm): boolean => types.has(algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm);
  return [...offeredAlgorithms.filter(isKnown), ...offeredAlgorithms.filter((each) => !isKnown(each))];
}
