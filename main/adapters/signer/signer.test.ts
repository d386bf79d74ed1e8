import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail, ok } from '../../../core/errors';
import { parsePublicKey } from '../../../core/team/public-key';
import { tempFolder } from '../../../tests/support/journal-kit';
import type { Signer } from '../../ports/signer';
import type { Vault } from '../../ports/vault';
import { nodeCrypto } from '../journal-file/node-crypto';
import { agentSigner } from './agent-signer';
import { chooseSigner } from './choose-signer';
import { keychainSigner } from './keychain-signer';
import { sessionSigner } from './session-signer';

/** A vault in memory; `broken` makes it fail as a locked keychain does. */
class MemoryVault implements Vault {
  readonly kept = new Map<string, string>();
  broken = false;
  state = async () => (this.broken ? { kind: 'none' as const, why: 'locked' } : { kind: 'keychain' as const, why: '' });
  list = async () => ok([...this.kept.keys()]);
  get = async (name: string) => {
    if (this.broken) return fail('vault-none', { why: 'locked' });
    const value = this.kept.get(name);
    return value === undefined ? fail('vault-no-secret', { name }) : ok(value);
  };
  set = async (name: string, value: string) => {
    if (this.broken) return fail('vault-none', { why: 'locked' });
    this.kept.set(name, value);
    return ok(undefined);
  };
  remove = async (name: string) => (this.kept.delete(name) ? ok(undefined) : fail('vault-no-secret', { name }));
}

async function proves(signer: Signer): Promise<boolean> {
  const text = '{"a":"사이렌"}';
  const key = parsePublicKey(signer.publicKey);
  if (key === null || key.keyId !== signer.keyId) return false;
  const sig = await signer.sign(Buffer.from(text));
  const holds = (what: string, by: string) => nodeCrypto.verifySignature({ alg: signer.alg, key, text: what, sig: by });
  return holds(text, sig) && !holds(`${text} `, sig) && !holds(text, sig.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')));
}

describe('a session key and a keychain key', () => {
  it('sign what their public key checks', async () => {
    expect(await proves(sessionSigner())).toBe(true);
    const made = await keychainSigner(new MemoryVault(), 'w1');
    expect(made.ok && (await proves(made.value.signer))).toBe(true);
  });

  it('a keychain key is made once for a workspace and found again, small enough for Windows', async () => {
    const vault = new MemoryVault();
    const first = await keychainSigner(vault, 'w1');
    const again = await keychainSigner(vault, 'w1');
    expect([first.ok && first.value.made, again.ok && again.value.made]).toEqual([true, false]);
    expect(first.ok && again.ok && first.value.signer.publicKey === again.value.signer.publicKey).toBe(true);
    expect([...vault.kept].map(([name, value]) => [name, value.length])).toEqual([['device-key.w1', 44]]);
  });

  it('never replaces a key that it only failed to read', async () => {
    const vault = new MemoryVault();
    await keychainSigner(vault, 'w1');
    const before = vault.kept.get('device-key.w1');
    vault.broken = true;
    expect(await keychainSigner(vault, 'w1')).toMatchObject({ ok: false, error: { code: 'vault-none' } });
    vault.kept.set('device-key.w2', 'not a key');
    vault.broken = false;
    expect(await keychainSigner(vault, 'w2')).toMatchObject({ ok: false, error: { code: 'vault-not-kept' } });
    expect([vault.kept.get('device-key.w1'), vault.kept.get('device-key.w2')]).toEqual([before, 'not a key']);
  });
});

// A real agent where OpenSSH is there; elsewhere these are not run.
describe.skipIf(spawnSync('ssh-agent', ['-h']).error !== undefined)('a key in the SSH agent', () => {
  const folder = tempFolder();
  const socket = join(folder, 'agent');
  let agent: ChildProcess;
  let listed = '';

  beforeAll(async () => {
    agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    for (let tries = 0; tries < 100 && !existsSync(socket); tries += 1) await wait(20);
    const quiet = { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'ignore' } as const;
    execFileSync('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', join(folder, 'rsa')], quiet);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'kim@home', '-f', join(folder, 'key')], quiet);
    execFileSync('ssh-add', [join(folder, 'rsa')], quiet);
    execFileSync('ssh-add', [join(folder, 'key')], quiet);
    listed = `sshsig:${readFileSync(join(folder, 'key.pub'), 'utf8').trim()}`;
  });
  afterAll(async () => {
    const gone = once(agent, 'exit');
    agent.kill();
    await gone;
  });

  it('signs so that we and ssh-keygen both accept it', async () => {
    const signer = await agentSigner(socket, [listed]);
    if (signer === null) throw new Error('no key found');
    expect(await proves(signer)).toBe(true);
    const message = Buffer.from('a journal line');
    const body = (await signer.sign(message)).match(/.{1,70}/g)?.join('\n') ?? '';
    writeFileSync(join(folder, 'sig'), `-----BEGIN SSH SIGNATURE-----\n${body}\n-----END SSH SIGNATURE-----\n`);
    writeFileSync(join(folder, 'allowed'), `kim ${listed.slice('sshsig:'.length)}\n`);
    const args = ['-Y', 'verify', '-f', join(folder, 'allowed'), '-I', 'kim', '-n', 'breakglass-journal@v1', '-s', join(folder, 'sig')];
    expect(spawnSync('ssh-keygen', args, { input: message }).status).toBe(0);
  });

  it('is not found when the team lists another, and is the first Ed25519 key when any will do', async () => {
    expect(await agentSigner(socket, [sessionSigner().publicKey])).toBeNull();
    expect((await agentSigner(socket, null))?.publicKey).toBe(listed.split(' ').slice(0, 2).join(' '));
  });

  it('is chosen when the team lists it; else the keychain, else a session key with the reason', async () => {
    const vault = new MemoryVault();
    const choice = { vault, workspaceId: 'w', agentSocket: socket, listed: [listed] };
    expect(await chooseSigner(choice)).toMatchObject({ kind: 'agent', vouched: true });
    expect(vault.kept.size).toBe(0);
    expect(await chooseSigner({ ...choice, prefer: 'session' })).toMatchObject({ kind: 'session', vouched: false, why: null });
    expect(await chooseSigner({ ...choice, listed: [] })).toMatchObject({ kind: 'keychain', vouched: true, made: true });
    expect(await chooseSigner({ ...choice, agentSocket: join(folder, 'nobody') })).toMatchObject({ kind: 'keychain', made: false });
    vault.broken = true;
    expect(await chooseSigner({ ...choice, agentSocket: null })).toMatchObject({ kind: 'session', vouched: false, why: { code: 'vault-none' } });
  });
});
