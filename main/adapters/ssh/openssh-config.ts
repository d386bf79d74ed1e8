import { devNull } from 'node:os';
import type { Target } from '../../../core/runbook/plan';
import type { Expected } from './host-key-verdict';
import { keyType, knownName } from './known-hosts';
import { homeAbsolute } from './ssh-tokens';

/** One host of a generated configuration: the target, or a hop on the way to it. */
export interface ConfigHost {
  readonly target: Target;
  /** A file made of hosts.yaml's keys; null: this user's files decide. */
  readonly knownHosts: string | null;
  /** The socket of an agent of ours that holds this host's keys; null: the user's. */
  readonly agent: string | null;
  /** A certificate authority has a say, and its certificates name the host itself. */
  readonly isVouched: boolean;
}

export interface ConfigSurroundings {
  readonly home: string;
  /** This user's agent, or null. */
  readonly agent: string | null;
  /** Where this user's known hosts are when nothing else is configured. */
  readonly knownHosts: readonly string[];
  /** The control socket; null where the system's `ssh` shares no connection. */
  readonly socket: string | null;
  /** `master` makes the connection; `channel` uses it and never makes one of its own. */
  readonly role: 'master' | 'channel';
}

const defaultKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_ed25519_sk', 'id_ecdsa_sk'];

/** The name of the target, and of hop n, in a generated configuration. */
export function configName(hop: number): string {
  return `breakglass-${String(hop)}`;
}

/** Printed by the master once it is logged in. */
export const readyWord = 'breakglass-ready';

/**
 * The whole configuration for one line, from the frozen plan alone: with `-F` nothing else is read.
 * @param hosts the target first, then the hops, the one nearest to the target first.
 */
export function opensshConfig(hosts: readonly ConfigHost[], around: ConfigSurroundings): string {
  const blocks = hosts.map((host, index) => hostBlock(host, index, hosts.length, around));
  const common = [
    'Host *',
    'BatchMode yes',
    // SECURITY: a key that nobody enrolled is refused, and none is learned in passing.
    'StrictHostKeyChecking yes',
    'UpdateHostKeys no',
    'VerifyHostKeyDNS no',
    'CheckHostIP no',
    'NoHostAuthenticationForLocalhost no',
    `GlobalKnownHostsFile ${devNull}`,
    // SECURITY: whoever is root there could use what is forwarded.
    'ForwardAgent no',
    'ForwardX11 no',
    'ClearAllForwardings yes',
    'Tunnel no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'RequestTTY no',
    'EscapeChar none',
    'ServerAliveInterval 4',
    'ServerAliveCountMax 3',
    'ConnectTimeout 10',
    'ConnectionAttempts 1',
    'AddKeysToAgent no',
  ];
  return `${[...blocks, common.join('\n  ')].join('\n')}\n`;
}

function hostBlock({ target, knownHosts, agent: own, isVouched }: ConfigHost, index: number, count: number, around: ConfigSurroundings): string {
  const { ssh } = target;
  const path = (file: string): string => quoted(homeAbsolute(file, around.home));
  const identities = target.identity === null ? (ssh.identities ?? defaultKeys.map((name) => `~/.ssh/${name}`)) : [target.identity];
  const agent = own ?? ssh.agent ?? around.agent ?? 'none';
  // SECURITY: without an alias `ssh` would take a key of port 22 for any other port.
  const alias = ssh.hostKeyAlias ?? (target.port !== 22 && !isVouched ? knownName(target.address, target.port) : null);
  const isTarget = index === 0;
  const lines = [
    `Host ${configName(index)}`,
    `HostName ${percent(target.address)}`,
    `Port ${String(target.port)}`,
    `User ${quoted(target.user)}`,
    ...(alias === null ? [] : [`HostKeyAlias ${quoted(alias)}`]),
    `UserKnownHostsFile ${(knownHosts === null ? (ssh.knownHosts ?? around.knownHosts) : [knownHosts]).map(path).join(' ') || 'none'}`,
    ...(ssh.revokedHostKeys === null ? [] : [`RevokedHostKeys ${path(ssh.revokedHostKeys)}`]),
    ...(identities.length === 0 ? ['IdentityFile none'] : identities.map((file) => `IdentityFile ${path(file)}`)),
    ...ssh.certificates.map((file) => `CertificateFile ${path(file)}`),
    `IdentitiesOnly ${ssh.identitiesOnly ? 'yes' : 'no'}`,
    `IdentityAgent ${agent === 'none' ? agent : path(agent)}`,
    ...ssh.options.filter(([keyword]) => keyword !== 'compression').map(([keyword, value]) => `${keyword} ${value}`),
    ...wayLines(target, index, count, around),
    ...(isTarget && around.socket !== null ? [`ControlPath ${quoted(percent(around.socket))}`, `ControlMaster ${around.role === 'master' ? 'yes' : 'no'}`] : ['ControlPath none']),
    ...(isTarget && around.role === 'master' && around.socket !== null ? ['PermitLocalCommand yes', `LocalCommand echo ${readyWord}`] : []),
  ];
  return lines.join('\n  ');
}

/** How a host is reached: through the hop before it, by a command, or over the network. */
function wayLines(target: Target, index: number, count: number, around: ConfigSurroundings): string[] {
  // SECURITY: when the shared connection is gone a channel must not make one of its own, unseen.
  if (index === 0 && around.role === 'channel' && around.socket !== null) return ['ProxyCommand false'];
  if (index + 1 < count) return [`ProxyJump ${configName(index + 1)}`];
  return target.ssh.proxyCommand === null ? ['ProxyCommand none'] : [`ProxyCommand ${percent(target.ssh.proxyCommand)}`];
}

/** known_hosts for one host: what hosts.yaml says, and every revocation that this user knows of. Null: hosts.yaml is silent. */
export function ownKnownHosts(target: Target, expected: Expected): string | null {
  if (expected.ours.length === 0 && expected.ourAuthorities.length === 0) return null;
  const name = target.ssh.hostKeyAlias ?? knownName(target.address, target.port);
  const line = (marker: string, type: string | null, key: Buffer): string => `${marker}${name} ${type ?? 'unreadable'} ${key.toString('base64')}`;
  return [
    ...expected.revoked.map((key) => line('@revoked ', keyType(key), key)),
    ...expected.ours.map((key) => line('', keyType(key), key)),
    ...expected.ourAuthorities.map((key) => line('@cert-authority ', keyType(key), key)),
    '',
  ].join('\n');
}

/** `%` begins a token in a configuration. */
function percent(text: string): string {
  return text.replaceAll('%', '%%');
}

export function quoted(text: string): string {
  // SECURITY: a line end would begin a line of its own; no such value is passed on.
  const flat = text.replace(/[\r\n"]/g, '');
  return /[\s#]/.test(flat) ? `"${flat}"` : flat;
}
