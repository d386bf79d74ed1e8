import { describe, expect, it } from 'vitest';
import { plainSsh } from '../../../core/host/ssh-settings';
import type { Target } from '../../../core/runbook/plan';
import { expectedOf } from './host-key-verdict';
import { opensshConfig, ownKnownHosts, type ConfigSurroundings } from './openssh-config';
import { opensshFailure } from './openssh-failure';
import { parseHops } from './proxy-jump';
import { expandTokens, homeRelative } from './ssh-tokens';

const key = `ssh-ed25519 ${Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.from([0, 0, 0, 32]), Buffer.alloc(32, 1)]).toString('base64')}`;
const target = (extra: Partial<Target> = {}): Target => ({
  ...{ name: 'api', user: 'deploy', address: '10.0.0.1', port: 22, danger: 'prod', hostKeys: [], identity: null, jump: [], transport: 'openssh' },
  ...{ why: { code: 'pinned', detail: '' }, ssh: plainSsh },
  ...extra,
});
const around: ConfigSurroundings = { home: '/home/kim', agent: '/run/agent', knownHosts: ['/home/kim/.ssh/known_hosts'], socket: '/tmp/x/s', role: 'master' };
const lines = (hosts: readonly Target[], role: 'master' | 'channel' = 'master'): string[] =>
  opensshConfig(hosts.map((each) => ({ target: each, knownHosts: null, agent: null, isVouched: false })), { ...around, role }).split('\n').map((line) => line.trim());

describe('a generated configuration', () => {
  it('holds everything that must hold, and the frozen way', () => {
    expect(lines([target({ ssh: { ...plainSsh, hostKeyAlias: 'the-api', revokedHostKeys: '~/.ssh/revoked', certificates: ['~/.ssh/c-cert.pub'] } })])).toEqual(
      expect.arrayContaining([
        ...['StrictHostKeyChecking yes', 'UpdateHostKeys no', 'BatchMode yes', 'ForwardAgent no', 'ServerAliveInterval 4', 'ServerAliveCountMax 3', 'ConnectTimeout 10'],
        ...['HostName 10.0.0.1', 'User deploy', 'HostKeyAlias the-api', 'RevokedHostKeys /home/kim/.ssh/revoked', 'CertificateFile /home/kim/.ssh/c-cert.pub', 'IdentityAgent /run/agent'],
        ...['UserKnownHostsFile /home/kim/.ssh/known_hosts', 'ControlMaster yes'],
      ]),
    );
  });

  it('puts every hop into it, and lets a channel make no connection of its own', () => {
    const hosts = [target(), target({ name: 'hop', address: 'h', ssh: { ...plainSsh, proxyCommand: 'nc 100% h' } })];
    expect(lines(hosts)).toEqual(expect.arrayContaining(['ProxyJump breakglass-1', 'ProxyCommand nc 100%% h']));
    expect(lines(hosts, 'channel')).toEqual(expect.arrayContaining(['ProxyCommand false', 'ControlMaster no']));
    expect(lines(hosts, 'channel')).not.toContain('ProxyJump breakglass-1');
  });

  it('lets no value begin a line of its own', () => {
    const evil = target({ identity: '/k\nProxyCommand touch x', user: 'a\nForwardAgent yes', ssh: { ...plainSsh, hostKeyAlias: 'x"\nStrictHostKeyChecking no' } });
    expect(lines([evil]).filter((line) => /^(ProxyCommand touch|ForwardAgent yes|StrictHostKeyChecking no)/.test(line))).toEqual([]);
  });

  it('writes hosts.yaml’s keys, authorities and revocations for the name that ssh looks up', () => {
    const to = target({ port: 2222, hostKeys: [key, `@cert-authority ${key}`, `@revoked ${key}`] });
    expect(ownKnownHosts(to, expectedOf(to, []))).toBe(`@revoked [10.0.0.1]:2222 ${key}\n[10.0.0.1]:2222 ${key}\n@cert-authority [10.0.0.1]:2222 ${key}\n`);
    expect(ownKnownHosts(target(), expectedOf(target(), []))).toBeNull();
  });
});

describe('what ssh says when it fails', () => {
  const none = expectedOf(target(), []);
  const ours = expectedOf(target({ hostKeys: [key] }), []);
  it.each([
    ['ssh: connect to host h port 22: Connection refused', none, 'host-refused'],
    ['ssh: connect to host h port 22: Connection timed out', none, 'host-timeout'],
    ['ssh: Could not resolve hostname h: Name or service not known', none, 'host-unreachable'],
    ['No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.', none, 'host-key-unknown'],
    ['No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.', ours, 'host-key-changed'],
    ['@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.', none, 'host-key-changed'],
    ['@       WARNING: REVOKED HOST KEY DETECTED!               @\nHost key verification failed.', ours, 'host-key-revoked'],
    ['deploy@h: Permission denied (publickey).', none, 'ssh-auth-failed'],
    ['Unable to negotiate with h port 22: no matching key exchange method found. Their offer: x', none, 'host-handshake'],
    ['debug1: Permission denied REVOKED HOST KEY DETECTED\nkex_exchange_identification: Connection closed by remote host', none, 'host-unreachable'],
    ['', none, 'host-unreachable'],
  ])('%j is told as it is', (said, expected, code) => {
    expect(opensshFailure(said, target(), expected).code).toBe(code);
  });
});

describe('the small parsers', () => {
  it('read hops as ProxyJump writes them, and nothing else', () => {
    expect(parseHops('kim@a:2201,ssh://b,[2001:db8::1]:22,c')).toEqual([
      { name: 'kim@a:2201', alias: 'a', user: 'kim', port: 2201 },
      { name: 'b', alias: 'b', user: null, port: null },
      { name: '[2001:db8::1]:22', alias: '2001:db8::1', user: null, port: 22 },
      { name: 'c', alias: 'c', user: null, port: null },
    ]);
    for (const bad of ['', '-oX', 'a:0', 'a:70000', 'a b', 'a,', 'u@-x', 'a:b']) expect(parseHops(bad)).toBeNull();
  });

  it('expand what has a value and refuse the rest by name', () => {
    const where = { tokens: { h: 'host', d: '/home/kim' }, environment: { KEY: 'k' }, home: '/home/kim' };
    expect(expandTokens('~/%h/${KEY}/%%h', where)).toEqual({ ok: true, value: '/home/kim/host/k/%h' });
    expect(expandTokens('%C', where)).toMatchObject({ ok: false, error: { code: 'ssh-config-unsupported' } });
    expect(expandTokens('${NOPE}', where)).toMatchObject({ ok: false });
    expect([homeRelative('/home/kim/.ssh/x', '/home/kim'), homeRelative('/home/kimberly/x', '/home/kim')]).toEqual(['~/.ssh/x', '/home/kimberly/x']);
  });
});
