import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Host } from '../../core/host/host';
import { freezeTargets } from '../../core/runbook/freeze-targets';
import { createSshConfig, findSsh } from '../../main/adapters/ssh/create-ssh-config';
import { createSystemClock } from '../../main/adapters/system/system-clock';
import type { AskedHost, SshConfig } from '../../main/ports/ssh-config';

const program = findSsh(process.env['PATH']);
let home: string;
const opened: SshConfig[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'breakglass-config-'));
  mkdirSync(join(home, '.ssh'), { mode: 0o700 });
});
afterEach(() => {
  for (const config of opened.splice(0)) config.close();
  rmSync(home, { recursive: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(home, '.ssh', name), text, { mode: 0o600 });
}

function open(ssh: string | null = program, environment: Readonly<Record<string, string>> = {}): SshConfig {
  const config = createSshConfig({ home, environment, clock: createSystemClock(), program: ssh });
  opened.push(config);
  return config;
}

const asked = (alias: string, given: Partial<AskedHost> = {}): AskedHost => ({ alias, address: null, port: null, user: null, identity: null, ...given });

async function way(config: SshConfig, alias: string, given: Partial<AskedHost> = {}) {
  const [found] = await config.ways([asked(alias, given)]);
  if (found === undefined) throw new Error('no answer');
  return found;
}

describe.runIf(program !== null)('what ssh would do', () => {
  it('says nothing where nothing is configured', async () => {
    expect(await way(open(), 'api')).toEqual({
      ok: true,
      value: {
        ...{ address: 'api', port: 22, user: userInfo().username, needs: null, hops: [] },
        ssh: { identities: null, identitiesOnly: false, agent: null, certificates: [], knownHosts: null, revokedHostKeys: null, hostKeyAlias: null, proxyCommand: null, options: [] },
      },
    });
  });

  it('follows Host, Match, Include, tokens and variables', async () => {
    mkdirSync(join(home, '.ssh/more'));
    write('more/api.conf', 'Host api\n  Port 2200\n');
    write('config', `Include ${home}/.ssh/more/*.conf\nHost api web\n  HostName %h.example.com\n  IdentityFile ~/.ssh/%n_key\n  IdentityFile "${home}/.ssh/a b"\nMatch originalhost api user deploy\n  IdentitiesOnly yes\n  HostKeyAlias the-api\nHost *\n  IdentityAgent $MY_AGENT\n  UserKnownHostsFile ${home}/.ssh/known ${home}/.ssh/more_known\n`);
    const config = open(program, { MY_AGENT: '/run/agent' });
    expect(await way(config, 'api', { user: 'deploy' })).toMatchObject({
      value: { address: 'api.example.com', port: 2200, user: 'deploy', ssh: { identities: ['~/.ssh/api_key', '~/.ssh/a b'], identitiesOnly: true, hostKeyAlias: 'the-api', agent: '/run/agent' } },
    });
    const web = await way(config, 'web');
    expect(web).toMatchObject({ value: { port: 22, ssh: { identitiesOnly: false, hostKeyAlias: null, knownHosts: ['~/.ssh/known', '~/.ssh/more_known', '/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'] } } });
    expect(await way(config, 'x', { address: '10.1.2.3', port: 2222 })).toMatchObject({ value: { address: '10.1.2.3', port: 2222 } });
  });

  it('gives every hop of a chain its own way, and the first hop its own chain', async () => {
    write('config', 'Host deep\n  ProxyJump kim@mid:2201,last\nHost mid\n  HostName 10.0.0.2\n  ProxyJump edge\nHost edge\n  HostName 10.0.0.1\n  User outer\nHost last\n  HostName 10.0.0.3\n  ProxyJump nowhere\n');
    const found = await way(open(), 'deep');
    if (!found.ok) throw new Error(found.error.code);
    expect(found.value.hops.map(({ name, way: { address, port, user } }) => [name, address, port, user])).toEqual([
      ['edge', '10.0.0.1', 22, 'outer'],
      ['kim@mid:2201', '10.0.0.2', 2201, 'kim'],
      ['last', '10.0.0.3', 22, userInfo().username],
    ]);
    const host = { name: 'deep', groups: [], labels: {}, danger: 'lab', hostKeys: [], way: found } satisfies Host;
    const frozen = freezeTargets(['deep'], [host], 'me');
    expect(frozen.targets).toMatchObject([{ jump: ['edge', 'kim@mid:2201', 'last'], transport: 'ssh2' }]);
    expect(frozen.jumps.map(({ name, user }) => [name, user])).toEqual([['edge', 'outer'], ['kim@mid:2201', 'kim'], ['last', userInfo().username]]);
    write('config', 'Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n');
    expect((await way(open(), 'a')).ok).toBe(false);
  });

  it.each<readonly [string, string, string, string]>([
    ['ProxyCommand nc %h %p', '', 'proxy-command', ''],
    ['CertificateFile ~/.ssh/kim-cert.pub', '', 'user-certificate', '~/.ssh/kim-cert.pub'],
    ['IdentityFile ~/.ssh/signed', 'signed-cert.pub', 'user-certificate', '~/.ssh/signed-cert.pub'],
    ['', 'id_ed25519-cert.pub', 'user-certificate', '~/.ssh/id_ed25519-cert.pub'],
    ['IdentityFile ~/.ssh/token', 'token.pub', 'security-key', '~/.ssh/token'],
    ['KexAlgorithms sntrup761x25519-sha512@openssh.com', '', 'algorithms', 'kexalgorithms'],
    ['HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com', '', 'algorithms', 'hostkeyalgorithms'],
    ['PKCS11Provider /usr/lib/opensc.so', '', 'option', 'pkcs11provider'],
    ['UserKnownHostsFile HOME/.ssh/with_ca', '', 'host-authority', ''],
  ])('chooses the system’s ssh for "%s" %s: %s', async (line, file, code, detail) => {
    if (file !== '') write(file, 'sk-ssh-ed25519@openssh.com AAAA a key\n');
    const key = `ssh-ed25519 ${Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, 1)]).toString('base64')}`;
    write('with_ca', `@cert-authority *.example.com ${key}\n`);
    write('config', `Host *\n  ${line.replace('HOME', home)}\n`);
    expect(await way(open(), 'api.example.com')).toMatchObject({ value: { needs: { code, detail } } });
  });

  it('keeps ssh2 where it can do what is asked, and takes a ticket only when there is one', async () => {
    write('config', 'Host *\n  KexAlgorithms sntrup761x25519-sha512@openssh.com,curve25519-sha256\n  AddressFamily inet\n  GSSAPIAuthentication yes\n  ForwardAgent yes\n  StrictHostKeyChecking no\n');
    expect(await way(open(program, { KRB5CCNAME: join(home, 'ticket') }), 'api')).toMatchObject({ value: { needs: null, ssh: { options: [['addressfamily', 'inet'], ['kexalgorithms', expect.any(String)]] } } });
    writeFileSync(join(home, 'ticket'), '');
    expect(await way(open(program, { KRB5CCNAME: `FILE:${join(home, 'ticket')}` }), 'api')).toMatchObject({ value: { needs: { code: 'gssapi' } } });
  });

  it('notices a changed file, a new include and a certificate that appears, live and when asked', async () => {
    mkdirSync(join(home, '.ssh/more'));
    write('config', `Include ${home}/.ssh/more/*\nHost api\n  Port 2201\n`);
    const config = open();
    expect(await way(config, 'api')).toMatchObject({ value: { port: 2201, needs: null } });
    let told = 0;
    config.onChanged(() => (told += 1));
    write('config', `Include ${home}/.ssh/more/*\nHost api\n  Port 2202\n`);
    expect(await way(config, 'api')).toMatchObject({ value: { port: 2202 } });
    write(`more/x`, `Host *\n  User included\n`);
    expect(await way(config, 'api')).toMatchObject({ value: { user: 'included' } });
    write('id_rsa-cert.pub', 'x');
    for (let left = 1_000; told === 0 && left > 0; left -= 1) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toBeGreaterThan(0);
    expect(await way(config, 'api')).toMatchObject({ value: { needs: { code: 'user-certificate' } } });
  });

  it('says what is wrong with the file, and takes no name that could be an option or a command', async () => {
    write('config', 'Host *\n  NoSuchKeyword yes\n');
    expect(await way(open(), 'api')).toMatchObject({ ok: false, error: { code: 'ssh-config-refused', values: { why: expect.stringContaining('terminating') as string } } });
    write('config', `Match exec "touch ${home}/ran-%h"\n  User x\n`);
    const config = open();
    for (const alias of ['-oProxyCommand=touch x', 'a b', 'a;b', '$(id)', '', 'a\nb']) {
      expect(await way(config, alias)).toMatchObject({ ok: false, error: { code: 'ssh-config-alias' } });
    }
    expect(() => execFileSync('ls', [join(home, 'ran-$(id)')], { stdio: 'ignore' })).toThrow();
  });
});

describe('a machine without ssh', () => {
  it('reads what is written for the host', async () => {
    write('config', 'Host api\n  HostName %h.example.com\n  Port 2200\n  User deploy\n  IdentityFile ~/.ssh/one\n  IdentityFile ~/.ssh/two\n  ProxyJump edge\nHost edge\n  HostName 10.0.0.1\nHost * !api\n  User other\n');
    const config = open(null);
    expect(await way(config, 'api')).toMatchObject({ ok: true, value: { address: 'api.example.com', port: 2200, user: 'deploy', ssh: { identities: ['~/.ssh/one', '~/.ssh/two'] }, hops: [{ name: 'edge', way: { address: '10.0.0.1', user: 'other' } }] } });
    expect(await way(config, 'web')).toMatchObject({ value: { address: 'web', user: 'other', port: 22 } });
  });

  it.each([
    ['Match exec "true"\n  User x', 'Match exec'],
    ['Match host a canonical\n  User x', 'Match canonical'],
    ['CanonicalizeHostname yes', 'CanonicalizeHostname yes'],
    ['Include other', 'Include other'],
    ['IdentityFile ~/.ssh/%C', '%C in ~/.ssh/%C'],
  ])('refuses %j by name', async (text, what) => {
    write('config', `${text}\n`);
    const found = await way(open(null), 'api');
    expect(found).toMatchObject({ ok: false, error: { code: 'ssh-config-unsupported' } });
    expect(JSON.stringify(found)).toContain(what);
  });
});
