import { describe, expect, it } from 'vitest';
import { failure } from '../errors';
import type { Host } from '../host/host';
import { plainSsh } from '../host/ssh-settings';
import type { Hop, Way } from '../host/way';
import { freezeTargets } from './freeze-targets';

const host = (name: string, more: Partial<Host> = {}): Host => ({ name, groups: [], labels: {}, danger: 'prod', hostKeys: [], ...more });
const way = (address: string, more: Partial<Way> = {}): Way => ({ address, port: 2200, user: 'config', ssh: { ...plainSsh, hostKeyAlias: address }, needs: null, hops: [], ...more });
const hop = (alias: string, more: Partial<Hop> = {}): Hop => ({ name: alias, alias, user: null, port: null, way: way(`${alias}.net`), ...more });
const through = (name: string, ...hops: readonly Hop[]): Host => host(name, { way: { ok: true, value: way(`${name}.net`, { hops }) } });
const freeze = (hosts: readonly Host[], ...names: readonly string[]) => freezeTargets(names, hosts, 'me');
const wordsOf = (hosts: readonly Host[], name: string): readonly string[] => freeze(hosts, name).problems.map(({ en }) => en);
const circle = (name: string): string[] => [`The way to the host "${name}" goes in a circle.`];

describe('targets of a plan', () => {
  it('take from hosts.yaml first, then from ssh_config, then what is usual', () => {
    const known = { ok: true, value: way('a.net') } as const;
    const { targets, jumps, problems } = freeze([host('a', { way: known }), host('b', { way: known, address: '10.0.0.1', port: 23, user: 'root', identity: '~/k' }), host('c')], 'a', 'b', 'c', 'a');
    expect(targets.map(({ name, user, address, port, identity, ssh }) => [name, user, address, port, identity, ssh.hostKeyAlias])).toEqual([
      ['a', 'config', 'a.net', 2200, null, 'a.net'],
      ['b', 'root', '10.0.0.1', 23, '~/k', 'a.net'],
      ['c', 'me', 'c', 22, null, null],
    ]);
    expect([jumps, problems]).toEqual([[], []]);
  });

  it('go through what ssh_config names, each hop over those before it', () => {
    const { targets, jumps, problems } = freeze([through('a', hop('x'), hop('y', { name: 'ops@y:24', user: 'ops', port: 24 }))], 'a');
    expect(problems).toEqual([]);
    expect(targets[0]?.jump).toEqual(['x', 'ops@y:24']);
    expect(jumps.map(({ name, user, address, port, danger, jump }) => [name, user, address, port, danger, jump])).toEqual([
      ['ops@y:24', 'ops', 'y.net', 24, 'prod', ['x']],
      ['x', 'config', 'x.net', 2200, 'prod', []],
    ]);
  });

  it('take a hop from the inventory where it is asked for in the same way, its own hops first', () => {
    const inventory = [host('x', { jump: 'z', address: '10.0.0.2', danger: 'lab', hostKeys: ['k'] }), host('z', { address: '10.0.0.3' })];
    const { targets, jumps } = freeze([through('a', hop('x'), hop('y')), ...inventory], 'a');
    expect(targets[0]?.jump).toEqual(['z', 'x', 'y']);
    expect(jumps.map(({ name, address, jump }) => [name, address, jump])).toEqual([['x', '10.0.0.2', ['z']], ['y', 'y.net', ['z', 'x']], ['z', '10.0.0.3', []]]);
    const second = freeze([through('a', hop('y'), hop('x')), ...inventory], 'a');
    expect(second.targets[0]?.jump).toEqual(['y', 'x']);
    expect(second.jumps.map(({ name, jump, danger }) => [name, jump, danger])).toEqual([['x', ['y'], 'lab'], ['y', [], 'prod']]);
  });

  it.each<readonly [string, Partial<Hop>, Partial<Host>, string]>([
    ['another user', { user: 'ops' }, {}, 'x.net'],
    ['another port', { port: 24 }, {}, 'x.net'],
    ['the same user and port', { user: 'me', port: 22 }, {}, '10.0.0.2'],
    ['the port of hosts.yaml', { port: 24 }, { port: 24 }, '10.0.0.2'],
    ['the user of hosts.yaml', { user: 'ops' }, { user: 'ops' }, '10.0.0.2'],
    ['the user and port of its own configuration', { user: 'config', port: 2200 }, { way: { ok: true, value: way('x.net') } }, '10.0.0.2'],
  ])('keep a hop with %s as it was asked for', (_, asked, known, address) => {
    const { jumps } = freeze([through('a', hop('x', asked)), host('x', { address: '10.0.0.2', ...known })], 'a');
    expect(jumps.map((jump) => jump.address)).toEqual([address]);
  });

  it('let hosts.yaml say the jump even where ssh_config names another', () => {
    const { targets, jumps } = freeze([{ ...through('a', hop('y')), jump: 'x' }, host('x')], 'a');
    expect([targets[0]?.jump, jumps.map(({ name }) => name)]).toEqual([['x'], ['x']]);
  });

  it('refuse a circle, whichever file closes it, and a way of more than eight hops', () => {
    expect(wordsOf([through('a', hop('a'))], 'a')).toEqual(circle('a'));
    expect(wordsOf([through('a', hop('x')), host('x', { jump: 'a' })], 'a')).toEqual(circle('a'));
    expect(wordsOf([host('a', { jump: 'a' })], 'a')).toEqual(circle('a'));
    const chain = (length: number): Host[] => Array.from({ length: length + 1 }, (_, at) => host(`h${String(at)}`, at < length ? { jump: `h${String(at + 1)}` } : {}));
    expect(freeze(chain(8), 'h0')).toMatchObject({ problems: [], targets: [{ jump: ['h8', 'h7', 'h6', 'h5', 'h4', 'h3', 'h2', 'h1'] }] });
    expect(wordsOf(chain(9), 'h0')).toEqual(circle('h0'));
    const hops = Array.from({ length: 9 }, (_, at) => hop(`x${String(at)}`));
    expect(wordsOf([through('a', ...hops)], 'a')).toEqual(circle('a'));
    expect(wordsOf([through('a', ...hops.slice(1))], 'a')).toEqual([]);
  });

  it('say what is wrong with the host or with one on the way, and go on with the others', () => {
    const unclear = host('x', { way: { ok: false, error: failure('not-found', { what: 'host', name: 'x' }) } });
    const pinned = host('p', { transport: 'ssh2', way: { ok: true, value: way('p.net', { needs: { code: 'proxy-command', detail: '' } }) } });
    const words = [/^How to reach the host "x" cannot be said: \S/, /^hosts.yaml pins ssh2 for the host "p", and ssh2 cannot do this: ProxyCommand/];
    for (const [bad, said] of [[unclear, words[0]], [pinned, words[1]]] as const) {
      for (const hosts of [[bad], [host('a', { jump: bad.name }), bad], [through('a', hop(bad.name)), bad], [through('a', hop('y'), hop(bad.name, { user: bad.name === 'p' ? 'config' : 'me' })), bad]]) {
        const found = freeze([...hosts, host('good')], hosts[0]?.name ?? '', 'good');
        expect(found.problems.map(({ en }) => en)).toEqual([expect.stringMatching(said ?? '')]);
        expect(found.targets.map(({ name }) => name)).toEqual(['good']);
      }
    }
    expect(wordsOf([], 'gone')).toEqual(['hosts.yaml has no host "gone".']);
  });

  it('go by the system’s ssh where only an authority vouches for the host', () => {
    const transportOf = (hostKeys: string[]) => freeze([host('a', { hostKeys })], 'a').targets[0]?.transport;
    expect([[], ['ssh-ed25519 A'], ['@cert-authority ssh-ed25519 A'], ['@cert-authority ssh-ed25519 A', '@revoked ssh-ed25519 B'], ['@cert-authority ssh-ed25519 A', 'ssh-ed25519 B'], ['@revoked ssh-ed25519 B']].map(transportOf)).toEqual(['ssh2', 'ssh2', 'openssh', 'openssh', 'ssh2', 'ssh2']);
    expect(freeze([through('a', hop('x', { way: way('x.net', { needs: { code: 'gssapi', detail: '' } }) }))], 'a').jumps).toMatchObject([{ transport: 'openssh', why: { code: 'gssapi' } }]);
  });
});
