import { ok, type Result } from '../../../core/errors';
import type { SshSettings } from '../../../core/host/ssh-settings';
import type { TransportReason } from '../../../core/host/transport';
import type { Way } from '../../../core/host/way';
import type { AskedHost } from '../../ports/ssh-config';
import { allowed, negotiated, optionOf } from './ssh-algorithms';
import type { ConfigValues } from './ssh-config-ask';
import { configWords } from './ssh-config-files';
import { expandTokens, homeRelative } from './ssh-tokens';

/** What this machine looks like to a configuration. Every file that is looked at is watched from then on. */
export interface Surroundings {
  readonly home: string;
  readonly userName: string;
  readonly uid: number;
  readonly hostName: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (file: string) => Promise<boolean>;
  /** The type that a public key file names, or null. */
  readonly publicType: (file: string) => Promise<string | null>;
  /** known_hosts names a certificate authority for the host and no key of its own. */
  readonly authorityOnly: (name: { readonly address: string; readonly port: number; readonly alias: string | null }, files: readonly string[] | null) => Promise<boolean>;
  readonly hasTicket: () => Promise<boolean>;
}

/** Passed on to the system's `ssh`; nothing else of a configuration changes where bytes go or who is believed. */
const kept = new Set([
  'addressfamily', 'bindaddress', 'bindinterface', 'casignaturealgorithms', 'ciphers', 'compression', 'hostkeyalgorithms',
  'kexalgorithms', 'knownhostscommand', 'macs', 'pkcs11provider', 'preferredauthentications', 'pubkeyacceptedalgorithms',
  'requiredrsasize', 'securitykeyprovider',
]);

/** Those of them that ssh2 cannot honour. */
const beyondSsh2 = ['bindinterface', 'knownhostscommand', 'pkcs11provider', 'pubkeyacceptedalgorithms', 'requiredrsasize', 'securitykeyprovider', 'casignaturealgorithms'];

/** A revocation list in OpenSSH's own binary form begins with it. */
export const krlHead = 'SSHKRL';

const gssapi = ['gssapiauthentication', 'gssapiclientidentity', 'gssapiserveridentity', 'gssapitrustdns', 'gssapikeyexchange', 'gssapikexalgorithms'];

const defaultKeys = ['id_rsa', 'id_ecdsa', 'id_ed25519'];
const defaultSecurityKeys = ['id_ecdsa_sk', 'id_ed25519_sk'];

/** Reads what was configured for a host (defaults left out) as a way; hops are the caller's. */
export async function readWay(config: ConfigValues, asked: AskedHost, around: Surroundings): Promise<Result<Way>> {
  const { home } = around;
  const one = (keyword: string): string | null => config.get(keyword)?.[0] ?? null;
  const address = asked.address ?? one('hostname') ?? asked.alias;
  const port = asked.port ?? Number(one('port') ?? '22');
  const user = asked.user ?? one('user') ?? around.userName;
  const alias = one('hostkeyalias');
  const tokens = {
    d: home, h: address, i: String(around.uid), k: alias ?? asked.alias, L: around.hostName.split('.')[0] ?? '', l: around.hostName,
    n: asked.alias, p: String(port), r: user, u: around.userName,
  };
  const expand = (text: string): Result<string> => expandTokens(text, { tokens, environment: around.environment, home });
  const paths = (list: readonly string[]): Result<string[]> => {
    const found: string[] = [];
    for (const text of list) {
      const path = expand(unquoted(text));
      if (!path.ok) return path;
      if (path.value !== 'none') found.push(homeRelative(path.value, home));
    }
    return ok(found);
  };

  const files = (keyword: string): readonly string[] | null => config.get(keyword)?.flatMap((line) => configWords(line)) ?? null;
  const named = config.get('identityfile') ?? null;
  const identities = named === null ? ok(null) : paths(named);
  const certificates = paths(config.get('certificatefile') ?? []);
  const users = files('userknownhostsfile');
  const system = files('globalknownhostsfile');
  const knownHosts =
    users === null && system === null ? ok(null) : paths([...(users ?? ['~/.ssh/known_hosts', '~/.ssh/known_hosts2']), ...(system ?? ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'])]);
  const revoked = paths(config.get('revokedhostkeys') ?? []);
  const command = one('proxycommand');
  const proxyCommand = command === null || command === 'none' ? ok(null) : expand(command);
  const agentWord = one('identityagent');
  const agent = agentWord === null || agentWord === 'SSH_AUTH_SOCK' ? ok(null) : expand(unquoted(agentWord).replace(/^\$([A-Za-z_][A-Za-z0-9_]*)$/, '${$1}'));
  if (!identities.ok) return identities;
  if (!certificates.ok) return certificates;
  if (!knownHosts.ok) return knownHosts;
  if (!revoked.ok) return revoked;
  if (!proxyCommand.ok) return proxyCommand;
  if (!agent.ok) return agent;

  const ticket = one('gssapiauthentication') === 'yes' && (await around.hasTicket());
  const options = [...config].flatMap(([keyword, values]): [string, string][] =>
    kept.has(keyword) || (ticket && gssapi.includes(keyword)) ? values.map((value) => [keyword, value]) : [],
  );
  const ssh: SshSettings = {
    identities: identities.value,
    identitiesOnly: one('identitiesonly') === 'yes',
    agent: agent.value === null ? null : homeRelative(agent.value, home),
    certificates: certificates.value,
    knownHosts: knownHosts.value,
    revokedHostKeys: revoked.value[0] ?? null,
    hostKeyAlias: alias,
    proxyCommand: proxyCommand.value,
    options: options.sort(([a], [b]) => (a < b ? -1 : 1)),
  };
  const needs = await needsOf(ssh, { address, port }, asked, ticket, around);
  return ok({ address, port, user, ssh, needs, hops: [] });
}

async function needsOf(ssh: SshSettings, where: { readonly address: string; readonly port: number }, asked: AskedHost, ticket: boolean, around: Surroundings): Promise<TransportReason | null> {
  if (ssh.proxyCommand !== null) return { code: 'proxy-command', detail: '' };
  const [certificate] = ssh.certificates;
  if (certificate !== undefined) return { code: 'user-certificate', detail: certificate };
  const given = asked.identity === null ? ssh.identities : [homeRelative(asked.identity, around.home)];
  const names = given ?? defaultKeys.map((name) => `~/.ssh/${name}`);
  for (const name of names) {
    const file = name.replace(/^~(?=\/)/, around.home);
    if (await around.exists(`${file}-cert.pub`)) return { code: 'user-certificate', detail: `${name}-cert.pub` };
  }
  const keys = given ?? ((await anyExists(defaultKeys, around)) ? [] : defaultSecurityKeys.map((name) => `~/.ssh/${name}`));
  for (const name of keys) {
    const type = await around.publicType(`${name.replace(/^~(?=\/)/, around.home)}.pub`);
    if (type?.startsWith('sk-') === true) return { code: 'security-key', detail: name };
  }
  if (await around.authorityOnly({ ...where, alias: ssh.hostKeyAlias }, ssh.knownHosts)) return { code: 'host-authority', detail: '' };
  if (ticket) return { code: 'gssapi', detail: '' };
  for (const [keyword, ours] of Object.entries(negotiated)) {
    if (allowed<string>(ours, optionOf(ssh.options, keyword)).length === 0) return { code: 'algorithms', detail: keyword };
  }
  if (ssh.revokedHostKeys !== null) {
    const head = await around.publicType(ssh.revokedHostKeys.replace(/^~(?=\/)/, around.home));
    if (head?.startsWith(krlHead) === true) return { code: 'option', detail: 'revokedhostkeys' };
  }
  const beyond = ssh.options.find(([keyword]) => beyondSsh2.includes(keyword));
  return beyond === undefined ? null : { code: 'option', detail: beyond[0] };
}

async function anyExists(names: readonly string[], around: Surroundings): Promise<boolean> {
  for (const name of names) if (await around.exists(`${around.home}/.ssh/${name}`)) return true;
  return false;
}

function unquoted(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1) : text;
}
