import { createHash } from 'node:crypto';
import { failure, type Failure } from '../../../core/errors';
import type { HostView } from '../../../core/host/host';
import type { Target } from '../../../core/runbook/plan';
import { hostKeyAlgorithms } from './ssh-algorithms';
import { keyType, knownName, readKey, type KnownHost } from './known-hosts';

/** What this laptop expects of a host, before the host says anything. */
export interface Expected {
  readonly host: string;
  /** From hosts.yaml; when there is one, known_hosts is only asked whether it agrees. */
  readonly ours: readonly Buffer[];
  /** Certificate authorities from hosts.yaml. */
  readonly ourAuthorities: readonly Buffer[];
  /** From known_hosts, plain entries. */
  readonly theirs: readonly Buffer[];
  readonly revoked: readonly Buffer[];
  /** Somebody names a certificate authority for this host. */
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
  target: Pick<Target, 'name' | 'address' | 'port' | 'hostKeys'> & { readonly ssh?: Pick<Target['ssh'], 'hostKeyAlias'> },
  known: readonly KnownHost[],
): Expected {
  const name = target.ssh?.hostKeyAlias?.toLowerCase() ?? knownName(target.address, target.port);
  const here = known.filter((entry) => entry.matches(name));
  const named = target.hostKeys.map(teamKey);
  const ours = (marker: KnownHost['marker']): Buffer[] => named.filter((each) => each.marker === marker).map((each) => each.key);
  return {
    host: target.name,
    ours: ours('none'),
    ourAuthorities: ours('cert-authority'),
    theirs: here.filter((entry) => entry.marker === 'none').map((entry) => entry.key),
    revoked: [...ours('revoked'), ...here.filter((entry) => entry.marker === 'revoked').map((entry) => entry.key)],
    authority: ours('cert-authority').length > 0 || here.some((entry) => entry.marker === 'cert-authority'),
  };
}

/** A key as hosts.yaml writes it: `[@cert-authority|@revoked] type base64`. */
function teamKey(line: string): Pick<KnownHost, 'marker' | 'key'> {
  const words = line.trim().split(/[ \t]+/);
  const marker = words[0] === '@revoked' ? 'revoked' : words[0] === '@cert-authority' ? 'cert-authority' : 'none';
  const [type, base64] = marker === 'none' ? words : words.slice(1);
  // SECURITY: a key in hosts.yaml that cannot be read counts as a key that nobody has, never as no key at all.
  return { marker, key: (type === undefined || base64 === undefined ? null : readKey(type, base64)) ?? Buffer.alloc(0) };
}

/** The keys that count: what the team wrote, else what this user knows. */
function counted(expected: Expected): readonly Buffer[] {
  return expected.ours.length > 0 ? expected.ours : expected.theirs;
}

/** Both files name a key of one type and no key of it is the same: one of them is wrong. */
export function disagreement(expected: Expected): { readonly ours: Buffer; readonly theirs: Buffer } | null {
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
  const vouched = counted(expected).length === 0 && expected.authority;
  const keys = vouched ? expected.ourAuthorities : counted(expected);
  const isOurs = expected.ours.length > 0 || (vouched && expected.ourAuthorities.length > 0);
  const source = isOurs ? 'hosts.yaml' : expected.theirs.length > 0 || vouched ? 'known_hosts' : 'none';
  const usable = keys.filter((key) => !has(expected.revoked, key));
  const state =
    disagreement(expected) !== null ? 'disagree'
    : usable.length > 0 || vouched ? 'known'
    : keys.length > 0 ? 'revoked'
    : 'unknown';
  return { state, source, fingerprints: keys.map(fingerprint) };
}

export type HostKeyAlgorithm = (typeof hostKeyAlgorithms)[number];

/** Known types first, as OpenSSH does: else a host with two keys might offer the one that nobody wrote down. */
export function algorithmsFor(expected: Expected, offered: readonly HostKeyAlgorithm[] = hostKeyAlgorithms): HostKeyAlgorithm[] {
  const types = new Set(counted(expected).map(keyType));
  const isKnown = (algorithm: HostKeyAlgorithm): boolean => types.has(algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm);
  return [...offered.filter(isKnown), ...offered.filter((each) => !isKnown(each))];
}
