import { describe, expect, it } from 'vitest';
import { explain } from '../../../core/errors';
import { KeytarVault, type Keychain } from './keytar-vault';

/** A keychain that keeps in memory; single answers can be replaced. */
function keychain(changes: Partial<Keychain> = {}): Keychain & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getPassword: async (service, account) => kept.get(`${service}/${account}`) ?? null,
    setPassword: async (service, account, password) => void kept.set(`${service}/${account}`, password),
    deletePassword: async (service, account) => kept.delete(`${service}/${account}`),
    findCredentials: async (service) => [...kept].filter(([name]) => name.startsWith(`${service}/`)).map(([name, password]) => ({ account: name.slice(service.length + 1), password })),
    ...changes,
  };
}

const vaultOver = (load: () => Promise<Keychain>, patienceMs = 1_000) => new KeytarVault({ service: 'breakglass', load, missing: () => null, patienceMs });

describe('the vault', () => {
  it('keeps only values that every keychain can keep, under names it allows, and leaves no trace of its probe', async () => {
    const chain = keychain();
    const vault = vaultOver(async () => chain);
    expect(await vault.set('pin', 'a'.repeat(1_200))).toEqual({ ok: true, value: undefined });
    expect(await vault.set('pin', 'a'.repeat(1_201))).toMatchObject({ ok: false, error: { code: 'vault-too-long' } });
    expect(await vault.set('short', 'p4b')).toMatchObject({ ok: false, error: { code: 'vault-too-short' } });
    expect(await vault.set('../pin', 'a')).toMatchObject({ ok: false, error: { code: 'vault-bad-name' } });
    expect(await vault.set('empty', '')).toMatchObject({ ok: false, error: { code: 'vault-not-given' } });
    expect([...chain.kept.keys()]).toEqual(['breakglass/pin']);
    expect(await vault.list()).toEqual({ ok: true, value: ['pin'] });
  });

  it.each([
    ['cannot be loaded', async () => Promise.reject(new Error('no such module')), 'no such module'],
    ['throws', async () => keychain({ setPassword: () => Promise.reject(new Error('locked')) }), 'locked'],
    ['forgets', async () => keychain({ getPassword: async () => null }), 'does not keep'],
    ['hangs', async () => keychain({ setPassword: () => new Promise<never>(() => undefined) }), 'does not answer'],
  ])('is none when the keychain %s, and stores nothing', async (_how, load, why) => {
    const vault = vaultOver(load, 30);
    const state = await vault.state();
    expect(state.kind).toBe('none');
    expect(state.why).toContain(why);
    const refused = await vault.set('pin', 'hunter2');
    expect(refused).toMatchObject({ ok: false, error: { code: 'vault-none' } });
    if (!refused.ok) expect(JSON.stringify(explain(refused.error, 'en'))).not.toContain('hunter2');
  });

  it('says so when a secret does not come back, and when the keychain stops answering later', async () => {
    const chain = keychain();
    const vault = vaultOver(async () => chain, 30);
    await vault.state();
    chain.getPassword = async () => 'another';
    expect(await vault.set('pin', 'abcd')).toMatchObject({ ok: false, error: { code: 'vault-not-kept' } });
    chain.getPassword = () => new Promise(() => undefined);
    expect(await vault.get('pin')).toMatchObject({ ok: false, error: { code: 'vault-no-answer' } });
    chain.getPassword = () => Promise.reject(new Error('gone'));
    expect(await vault.get('pin')).toMatchObject({ ok: false, error: { code: 'vault-failed' } });
  });

  it('never says that there is no keychain after one that was there failed', async () => {
    const chain = keychain();
    const vault = vaultOver(async () => chain);
    expect(await vault.set('pin', 'hunter2')).toMatchObject({ ok: true });
    const gone = (): Promise<never> => Promise.reject(new Error('gone'));
    Object.assign(chain, { getPassword: gone, setPassword: gone, deletePassword: gone });
    for (let turn = 0; turn < 3; turn += 1) expect(await vault.get('pin')).toMatchObject({ ok: false, error: { code: 'vault-failed' } });
  });
});
