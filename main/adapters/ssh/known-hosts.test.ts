import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../tests/support/any-character';
import { algorithmsFor, expectedOf, fingerprint, knownState, verdict } from './host-key-verdict';
import { keyType, knownName, readKey, readKnownHosts } from './known-hosts';
import { revokedKeys } from './revoked-keys';
import { krlHead } from './ssh-config-way';

/** A well-formed public key whose content nobody checks. */
function keyOf(type: string, seed: string): string {
  const name = Buffer.from(type);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(name.length);
  const body = Buffer.alloc(36, seed);
  body.writeUInt32BE(32);
  return `${type} ${Buffer.concat([head, name, body]).toString('base64')}`;
}

const A = keyOf('ssh-ed25519', 'a');
const B = keyOf('ssh-ed25519', 'b');
const E = keyOf('ecdsa-sha2-nistp256', 'e');
const bytes = (line: string): Buffer => Buffer.from(line.split(' ')[1] ?? '', 'base64');

function hash(name: string): string {
  const salt = Buffer.alloc(20, 7);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

/** names column, what is looked up, port, whether OpenSSH says that they match. */
const matching: readonly (readonly [string, string, number, boolean])[] = [
  ['api', 'api', 22, true],
  ['api', 'API', 22, true],
  ['API', 'api', 22, true],
  ['api', 'api2', 22, false],
  ['api2', 'api', 22, false],
  ['api', 'xapi', 22, false],
  ['?pi', 'xapi', 22, false],
  ['api', 'api', 2222, false],
  ['[api]:2222', 'api', 2222, true],
  ['[api]:2222', 'api', 22, false],
  ['[api]:2222', 'api', 2223, false],
  ['api,db', 'db', 22, true],
  ['api,db', 'web', 22, false],
  ['*', 'anything', 22, true],
  ['*', 'anything', 2222, true],
  ['*.example.com', 'api.example.com', 22, true],
  ['*.example.com', 'example.com', 22, false],
  ['*.example.com', 'api.example.com.evil.org', 22, false],
  ['api?', 'api1', 22, true],
  ['api?', 'api', 22, false],
  ['api?', 'api12', 22, false],
  ['api-*-eu', 'api-17-eu', 22, true],
  ['api-*-eu', 'api-17-us', 22, false],
  ['a*b*c', 'aXbYc', 22, true],
  ['a*b*c', 'aXcYb', 22, false],
  ['*,!api', 'db', 22, true],
  ['*,!api', 'api', 22, false],
  ['!api,*', 'api', 22, false],
  ['!api', 'db', 22, false],
  ['!api', 'api', 22, false],
  ['!*.evil,*.example', 'a.example', 22, true],
  ['10.0.0.*', '10.0.0.7', 22, true],
  ['10.0.0.*', '10.0.1.7', 22, false],
  ['10.0.0.?', '10.0.0.17', 22, false],
  ['[10.0.0.*]:2222', '10.0.0.7', 2222, true],
  ['::1', '::1', 22, true],
  ['[::1]:2222', '::1', 2222, true],
  ['[api]:22', 'api', 22, false],
  [hash('api'), 'api', 22, true],
  [hash('api'), 'db', 22, false],
  [hash('api'), 'API', 22, true],
  [hash('[api]:2222'), 'api', 2222, true],
  [hash('[api]:2222'), 'api', 22, false],
  [hash('api'), 'api', 2222, false],
  ['|1|AAAA|BBBB', 'api', 22, false],
  ['|2|x|y', 'api', 22, false],
  [hash('api').replace('|1|', '|2|'), 'api', 22, false],
  [`${hash('api')}|x`, 'api', 22, false],
  ['api.', 'api', 22, false],
  ['a.i', 'axi', 22, false],
];

describe('a line of known_hosts', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'breakglass-known-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(matching)('%s for %s port %i: %s, and ssh-keygen agrees', (names, address, port, expected) => {
    const text = `${names} ${A} a comment\n`;
    expect(readKnownHosts(text).some((entry) => entry.matches(knownName(address, port)))).toBe(expected);
    const file = join(folder, 'known_hosts');
    writeFileSync(file, text);
    let found = true;
    try {
      // ssh lower-cases a name before it looks it up; ssh-keygen leaves that to whoever calls it.
      execFileSync('ssh-keygen', ['-F', knownName(address, port), '-f', file], { stdio: ['ignore', 'pipe', 'ignore'] });
    } catch {
      found = false;
    }
    expect(found).toBe(expected);
  });

  it.each([
    ['', 0], ['# api ssh-ed25519 AAAA', 0], ['api', 0], ['api ssh-ed25519', 0], ['api ssh-ed25519 !!!', 0],
    [`api ssh-rsa ${A.split(' ')[1] ?? ''}`, 0], [`@what api ${A}`, 0], [`@revoked api ${A}`, 1],
    [`#api ${A}`, 0], [`#@revoked api ${A}`, 0], [`@cert-authority * ${A}`, 1], [`  api\t${A}  `, 1], [`api ${A}\r`, 1], ['api 1024 35 1234567890', 0], ['api ssh-ed25519 AAAA', 0],
  ])('%j holds %i entries', (text, count) => {
    expect(readKnownHosts(text)).toHaveLength(count);
  });

  it('takes a key only where its bytes name its type and go on behind it', () => {
    const wire = (name: string, body: number, length = name.length): Buffer => {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(length);
      return Buffer.concat([head, Buffer.from(name), Buffer.alloc(body)]);
    };
    const long = 'x'.repeat(64);
    expect([wire('ssh-rsa', 1), wire(long, 1), wire('', 0)].map(keyType)).toEqual(['ssh-rsa', long, null]);
    expect([wire('ssh-rsa', 0), wire('', 9), wire(`${long}x`, 9), wire('ssh', 9, 13), Buffer.alloc(3)].map(keyType)).toEqual([null, null, null, null, null]);
    expect(readKey('ssh-rsa', wire('ssh-rsa', 1).toString('base64'))).toEqual(wire('ssh-rsa', 1));
    expect(readKey('ssh-dss', wire('ssh-rsa', 1).toString('base64'))).toBe(null);
    expect(readKey('ssh-rsa', `${wire('ssh-rsa', 1).toString('base64')}====`)).toBe(null);
  });

  it('never throws and never hangs, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.string(), (text, name) => {
        for (const entry of readKnownHosts(`${text}\n${text.replaceAll(' ', '*')} ${A}`)) entry.matches(name);
      }),
    );
    const evil = `${'*a'.repeat(2_000)}b ${A}`;
    expect(readKnownHosts(evil).some((entry) => entry.matches('a'.repeat(5_000)))).toBe(false);
  });
});

describe('the verdict', () => {
  const judge = (text: string, hostKeys: readonly string[], offered: string, port = 22) =>
    verdict(expectedOf({ name: 'api', address: 'api', port, hostKeys: [...hostKeys] }, readKnownHosts(text)), bytes(offered)).state;

  it.each([
    ['nothing known', '', [], A, 'unknown'],
    ['in known_hosts', `api ${A}`, [], A, 'known'],
    ['second of two', `api ${B}\napi ${A}`, [], A, 'known'],
    ['other key of the type', `api ${B}`, [], A, 'changed'],
    ['other type only', `api ${E}`, [], A, 'changed'],
    ['other host', `db ${A}`, [], A, 'unknown'],
    ['in hosts.yaml', '', [A], A, 'known'],
    ['not in hosts.yaml', '', [B], A, 'changed'],
    ['hosts.yaml unreadable', '', ['ssh-ed25519 ???'], A, 'changed'],
    ['hosts.yaml of the wrong type', '', [`ssh-rsa ${A.split(' ')[1] ?? ''}`], A, 'changed'],
    ['both agree', `api ${A}`, [A], A, 'known'],
    ['both disagree, ours offered', `api ${B}`, [A], A, 'disagree'],
    ['both disagree, theirs offered', `api ${B}`, [A], B, 'disagree'],
    ['hosts.yaml says ed25519, known_hosts ecdsa', `api ${E}`, [A], A, 'known'],
    ['the same, ecdsa offered', `api ${E}`, [A], E, 'disagree'],
    ['revoked here', `api ${A}\n@revoked api ${A}`, [], A, 'revoked'],
    ['revoked everywhere', `@revoked * ${A}`, [A], A, 'revoked'],
    ['another key revoked', `api ${A}\n@revoked * ${B}`, [], A, 'known'],
    ['revoked for another host', `api ${A}\n@revoked db ${A}`, [], A, 'known'],
    ['authority only', `@cert-authority * ${B}`, [], A, 'unknown'],
    ['the authority itself is no host key', `@cert-authority * ${A}`, [], A, 'unknown'],
    ['negated', `*,!api ${A}`, [], A, 'unknown'],
    ['comment that looks like a key', `api ${B} ${A}`, [], A, 'changed'],
    ['hosts.yaml names an authority only', '', [`@cert-authority ${B}`], A, 'unknown'],
    ['hosts.yaml names an authority, known_hosts the key', `api ${A}`, [`@cert-authority ${B}`], A, 'known'],
    ['revoked in hosts.yaml', `api ${A}`, [`@revoked ${A}`], A, 'revoked'],
    ['revoked and named in hosts.yaml', '', [A, `@revoked ${A}`], A, 'revoked'],
    ['another key revoked in hosts.yaml', '', [A, `@revoked ${B}`], A, 'known'],
    ['a marker that hosts.yaml does not have', '', [`@what ${A}`], A, 'changed'],
  ] as const)('%s', (_name, text, hostKeys, offered, state) => {
    expect(judge(text, hostKeys, offered)).toBe(state);
  });

  it('looks a host up under its alias, whatever its address and port', () => {
    const target = { name: 'api', address: '10.0.0.1', port: 2222, hostKeys: [], ssh: { hostKeyAlias: 'The-API' } };
    expect(verdict(expectedOf(target, readKnownHosts(`the-api ${A}`)), bytes(A)).state).toBe('known');
    expect(verdict(expectedOf(target, readKnownHosts(`[10.0.0.1]:2222 ${A}`)), bytes(A)).state).toBe('unknown');
  });

  it('does not take a key of port 22 for another port', () => {
    expect(judge(`api ${A}`, [], A, 2222)).toBe('unknown');
  });

  it('accepts nothing but a key that somebody wrote down', () => {
    const key = fc.constantFrom(A, B, E);
    const file = fc.array(fc.tuple(fc.constantFrom('', '@revoked ', '@cert-authority '), fc.constantFrom('api', 'db', '*'), key));
    fc.assert(
      fc.property(file, fc.array(key), key, (lines, hostKeys, offered) => {
        const text = lines.map(([marker, name, line]) => `${marker}${name} ${line}`).join('\n');
        const isHere = (name: string) => name !== 'db';
        const known = lines.some(([marker, name, line]) => marker === '' && isHere(name) && line === offered);
        const revoked = lines.some(([marker, name, line]) => marker === '@revoked ' && isHere(name) && line === offered);
        if (judge(text, hostKeys, offered) !== 'known') return;
        expect(revoked).toBe(false);
        expect(hostKeys.length > 0 ? hostKeys.includes(offered) : known).toBe(true);
      }),
    );
  });

  it('shows both fingerprints, and asks for known types first', () => {
    const expected = expectedOf({ name: 'api', address: 'api', port: 22, hostKeys: [E] }, []);
    const judged = verdict(expected, bytes(A));
    expect(judged).toMatchObject({ why: { values: { offered: fingerprint(bytes(A)), expected: fingerprint(bytes(E)) } } });
    expect(algorithmsFor(expected)[0]).toBe('ecdsa-sha2-nistp256');
    expect(knownState(expected)).toEqual({ state: 'known', source: 'hosts.yaml', fingerprints: [fingerprint(bytes(E))] });
  });
});

describe('what is known without asking the host', () => {
  const R = keyOf('ssh-rsa', 'r');
  const known = (hostKeys: readonly string[], text: string) => expectedOf({ name: 'api', address: 'api', port: 22, hostKeys: [...hostKeys] }, readKnownHosts(text));

  it.each<readonly [string, readonly string[], string, ReturnType<typeof knownState>['state'], ReturnType<typeof knownState>['source'], readonly string[]]>([
    ['nothing', [], '', 'unknown', 'none', []],
    ['the team’s key', [A], '', 'known', 'hosts.yaml', [A]],
    ['this user’s key', [], `api ${A}`, 'known', 'known_hosts', [A]],
    ['both, the same', [A], `api ${A}`, 'known', 'hosts.yaml', [A]],
    ['both, not the same', [A], `api ${B}`, 'disagree', 'hosts.yaml', [A]],
    ['a key that the team revoked', [A, `@revoked ${A}`], '', 'revoked', 'hosts.yaml', [A]],
    ['a key that this user revoked', [], `@revoked api ${A}\napi ${A}`, 'revoked', 'known_hosts', [A]],
    ['one of two revoked', [A, E, `@revoked ${A}`], '', 'known', 'hosts.yaml', [A, E]],
    ['only that one is revoked', [], `@revoked api ${A}`, 'unknown', 'none', []],
    ['only that one is revoked by the team', [`@revoked ${A}`], '', 'unknown', 'none', []],
    ['the team’s authority', [`@cert-authority ${A}`], '', 'known', 'hosts.yaml', [A]],
    ['this user’s authority', [], `@cert-authority api ${A}`, 'known', 'known_hosts', []],
    ['an authority and a key', [`@cert-authority ${A}`, E], '', 'known', 'hosts.yaml', [E]],
    ['the authority of another host', [], `@cert-authority db ${A}`, 'unknown', 'none', []],
  ])('%s', (_, hostKeys, text, state, source, keys) => {
    expect(knownState(known(hostKeys, text))).toEqual({ state, source, fingerprints: keys.map((key) => fingerprint(bytes(key))) });
  });

  it('asks for the types that are known first, and for all the others behind them', () => {
    const usual = algorithmsFor(known([], ''));
    const first = (hostKeys: readonly string[], text = ''): readonly string[] => {
      const asked = algorithmsFor(known(hostKeys, text));
      expect([...asked].sort()).toEqual([...usual].sort());
      return asked;
    };
    expect(first([E])[0]).toBe('ecdsa-sha2-nistp256');
    expect(first([], `api ${E}`)[0]).toBe('ecdsa-sha2-nistp256');
    expect(first([A], `api ${E}`)[0]).toBe('ssh-ed25519');
    expect(first([R]).slice(0, 2).every((name) => name.startsWith('rsa-'))).toBe(true);
  });
});

describe('revoked keys', () => {
  const revoked = async (content: string | null, transport: 'ssh2' | 'openssh' = 'ssh2') => {
    const home = mkdtempSync(join(tmpdir(), 'breakglass-revoked-'));
    if (content !== null) writeFileSync(join(home, 'revoked'), content);
    const found = await revokedKeys({ name: 'api', ssh: { revokedHostKeys: '~/revoked' }, transport }, home);
    rmSync(home, { recursive: true });
    return found;
  };

  it('are none where no file is named, and those of the file where one is', async () => {
    expect(await revokedKeys({ name: 'api', ssh: { revokedHostKeys: null }, transport: 'ssh2' }, '/')).toEqual({ ok: true, value: [] });
    expect(await revoked(`# gone\n\n  ${A}  said so\nssh-rsa\nssh-rsa AAAA\n${E}\n`)).toEqual({ ok: true, value: [bytes(A), bytes(E)] });
  });

  it('refuse the host where the file cannot be read, or is in a form that only the system’s ssh reads', async () => {
    expect(await revoked(null)).toMatchObject({ ok: false, error: { code: 'revoked-keys-unreadable', values: { host: 'api', why: 'ENOENT' } } });
    expect(await revoked(`${krlHead}...`)).toMatchObject({ ok: false, error: { code: 'revoked-keys-unreadable', values: { why: 'KRL' } } });
    expect(await revoked(`${krlHead}...`, 'openssh')).toEqual({ ok: true, value: [] });
  });
});
