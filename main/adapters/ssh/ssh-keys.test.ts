import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import { afterAll, describe, expect, it } from 'vitest';
import { failure, ok, type Failure } from '../../../core/errors';
import { SshKeys } from './ssh-keys';

const home = mkdtempSync(join(tmpdir(), 'breakglass-keys-'));
mkdirSync(join(home, '.ssh'));
writeFileSync(join(home, '.ssh/named'), ssh2.utils.generateKeyPairSync('ed25519', { passphrase: 'open sesame', cipher: 'aes256-cbc', rounds: 1 }).private);
afterAll(() => {
  rmSync(home, { recursive: true });
});

const target = { name: 'db-1', identity: '~/.ssh/named', ssh: { agent: null, identities: null, identitiesOnly: false } };

async function asked(error: Failure, agent: string | null = null): Promise<string> {
  const keys = new SshKeys({ home, agent, secret: async () => ({ ok: false, error }) });
  const logins = await keys.logins(target);
  return logins.ok ? logins.value.map(({ from }) => from).join() : logins.error.code;
}

describe('a key that only its passphrase opens', () => {
  it('is opened by the vault', async () => {
    const keys = new SshKeys({ home, agent: null, secret: async (name) => ok(name === 'ssh-passphrase.named' ? 'open sesame' : '') });
    expect(await keys.logins(target)).toMatchObject({ ok: true, value: [{ type: 'publickey' }] });
  });

  it.each([
    failure('vault-no-answer', { seconds: 10 }),
    failure('vault-failed', { name: 'x', reason: 'gone' }),
    failure('vault-still-locked', { why: 'closed' }),
    failure('vault-locked', { name: 'x' }),
    failure('vault-needs-person', { name: 'x' }),
  ])('tells why the vault did not open it: $code; an agent may hold it all the same', async (error) => {
    expect(await asked(error)).toBe(error.code);
    expect(await asked(error, '/run/agent')).toBe('agent');
  });

  it.each([failure('vault-no-secret', { name: 'x' }), failure('vault-none', { why: 'no bus' })])('asks for a passphrase where there is none: $code', async (error) => {
    expect(await asked(error)).toBe('ssh-passphrase-needed');
    expect(await asked(error, '/run/agent')).toBe('agent');
  });
});
