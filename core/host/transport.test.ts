import { describe, expect, it } from 'vitest';
import type { Host } from './host';
import { plainSsh } from './ssh-settings';
import { chooseTransport, neededTransport, transportReasons, transportSentence, type TransportReason } from './transport';
import type { Way } from './way';
import { freezeTargets } from '../runbook/freeze-targets';

const proxy: TransportReason = { code: 'proxy-command', detail: '' };
const certificate: TransportReason = { code: 'user-certificate', detail: '~/.ssh/id-cert.pub' };

describe('the transport of a host', () => {
  it('is ssh2 while nothing needs more, what is needed else, and what is pinned before all', () => {
    expect(neededTransport(null)).toMatchObject({ transport: 'ssh2', why: { code: 'default' } });
    expect(chooseTransport(undefined, certificate)).toEqual({ transport: 'openssh', why: certificate });
    expect(chooseTransport('openssh', null)).toMatchObject({ transport: 'openssh', why: { code: 'pinned' } });
    expect(chooseTransport('ssh2', certificate)).toMatchObject({ transport: 'ssh2', why: { code: 'pinned' } });
  });

  it('is none where ssh2 is pinned and would go another way than was configured', () => {
    expect(chooseTransport('ssh2', proxy)).toBeNull();
    expect(chooseTransport('ssh2', { code: 'option', detail: 'bindinterface' })).toBeNull();
  });

  it('says why in whole sentences, with what it is about', () => {
    for (const code of Object.keys(transportReasons) as TransportReason['code'][]) {
      const { en, ko } = transportSentence({ code, detail: 'WHAT' });
      expect(`${en} ${ko}`).not.toMatch(/[{}]/);
    }
    expect(transportSentence(certificate).en).toContain('~/.ssh/id-cert.pub');
  });
});

const way = (extra: Partial<Way> = {}): Way => ({ address: '10.0.0.1', port: 2200, user: 'config', ssh: plainSsh, needs: null, hops: [], ...extra });
const host = (name: string, extra: Partial<Host> = {}): Host => ({ name, groups: [], labels: {}, danger: 'lab', hostKeys: [], ...extra });
const hop = (name: string, extra: Partial<Way> = {}) => ({ name, alias: name, user: null, port: null, way: way({ address: name, ...extra }) });

describe('freezing a host with its way', () => {
  it('needs the system’s ssh where only an authority vouches for the host', () => {
    const keys = (...hostKeys: string[]) => freezeTargets(['a'], [host('a', { hostKeys })], 'me').targets[0]?.transport;
    expect([keys('@cert-authority ssh-ed25519 A'), keys('@cert-authority ssh-ed25519 A', 'ssh-ed25519 B'), keys('@revoked ssh-ed25519 A'), keys()]).toEqual(['openssh', 'ssh2', 'ssh2', 'ssh2']);
  });

  const one = (...hosts: Host[]) => freezeTargets([hosts[0]?.name ?? ''], hosts, 'me');

  it('lets hosts.yaml win and takes the rest from the configuration', () => {
    expect(one(host('a', { way: { ok: true, value: way() } })).targets).toMatchObject([{ address: '10.0.0.1', port: 2200, user: 'config' }]);
    expect(one(host('a', { address: 'b', port: 1, user: 'u', way: { ok: true, value: way() } })).targets).toMatchObject([{ address: 'b', port: 1, user: 'u' }]);
    expect(one(host('a')).targets).toMatchObject([{ address: 'a', port: 22, user: 'me', ssh: plainSsh }]);
  });

  it('is no target where the configuration gives no answer or the pinned transport cannot follow it', () => {
    const lost = one(host('a', { way: { ok: false, error: { code: 'ssh-config-slow', values: { alias: 'a', seconds: 5 } } } }));
    expect(lost).toMatchObject({ targets: [], problems: [{ en: expect.stringContaining('within 5 s') as string }] });
    const pinned = one(host('a', { transport: 'ssh2', way: { ok: true, value: way({ needs: proxy }) } }));
    expect(pinned).toMatchObject({ targets: [], problems: [{ en: expect.stringContaining('ProxyCommand') as string }] });
  });

  it('freezes the hops of ssh_config, and takes the inventory’s host where it is the same', () => {
    const a = host('a', { way: { ok: true, value: way({ hops: [hop('edge'), hop('deep', { needs: certificate })] }) } });
    const unknown = one(a);
    expect(unknown.targets).toMatchObject([{ jump: ['edge', 'deep'] }]);
    expect(unknown.jumps).toMatchObject([{ name: 'deep', transport: 'openssh', jump: ['edge'], danger: 'prod' }, { name: 'edge', transport: 'ssh2', jump: [] }]);
    const known = one(a, host('edge', { address: '192.0.2.1', user: 'config', port: 2200, hostKeys: ['ssh-ed25519 AAAA'], jump: 'outer' }), host('outer'));
    expect(known.targets).toMatchObject([{ jump: ['outer', 'edge', 'deep'] }]);
    expect(known.jumps.find(({ name }) => name === 'edge')).toMatchObject({ address: '192.0.2.1', hostKeys: ['ssh-ed25519 AAAA'] });
  });

  it('lets `jump` of hosts.yaml win over ProxyJump, and finds circles over both', () => {
    const a = host('a', { jump: 'b', way: { ok: true, value: way({ hops: [hop('edge')] }) } });
    expect(one(a, host('b')).targets).toMatchObject([{ jump: ['b'] }]);
    const circle = one(a, host('b', { way: { ok: true, value: way({ hops: [hop('a')] }) } }));
    expect(circle).toMatchObject({ targets: [], problems: [{ en: expect.stringContaining('circle') as string }] });
  });
});
