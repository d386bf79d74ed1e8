import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/errors';
import { policyOf } from '../../core/vault/vault-record';
import { vaultWorld } from '../../tests/support/vault-world';

describe('the vault desk', () => {
  it('lists what is needed, what is there and who uses it, without keys of the app', async () => {
    const { desk, journal, clock } = await vaultWorld({ kept: new Map([['device-key.w', 'x'], ['old', 'y'], ['sudo-password.db-1', 'z'], ['ssh-passphrase.id_rsa', 'z']]) });
    const set = await journal.append('VAULT-SET', { name: 'old' });
    clock.pass(2 * 86_400_000);
    const loose = { setAt: null, old: false, policy: 'until-quit', cannotWait: false };
    expect(await desk.state()).toEqual(ok({
      kind: 'keychain',
      why: '',
      locked: null,
      means: 'keyring',
      lockAfterMs: 600_000,
      secrets: [
        { ...loose, name: 'am-token', present: false, usedBy: ['source am', 'stream otel'], cannotWait: true },
        { ...loose, name: 'kim-bed-pin', present: false, usedBy: ['siren kim-bed', 'siren lee-bed'], cannotWait: true },
        { ...loose, name: 'old', present: true, usedBy: [], setAt: set.ok ? set.value.at : 0, old: true },
        { ...loose, name: 'ssh-passphrase.id_rsa', present: true, usedBy: ['key id_rsa'] },
        { ...loose, name: 'sudo-password.db-1', present: true, usedBy: ['sudo on db-1'] },
      ],
    }));
    await journal.close();
  });

  it('asks, stores, records the name and never the value, and tells', async () => {
    const { desk, kept, asked, journal, folder } = await vaultWorld();
    let told = 0;
    desk.onChanged(() => (told += 1));
    expect(await desk.ask('kim-bed-pin')).toMatchObject({ ok: true });
    expect(asked).toEqual([{ name: 'kim-bed-pin', purpose: 'siren kim-bed, siren lee-bed' }]);
    expect(kept.get('kim-bed-pin')).toBe('hunter2-canary');
    expect(await desk.remove('kim-bed-pin')).toMatchObject({ ok: true });
    expect(told).toBe(2);
    await journal.close();
    const written = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    expect(written).toContain('"code":"VAULT-SET","data":{"name":"kim-bed-pin"}');
    expect(written).toContain('"code":"VAULT-REMOVE"');
    expect(written).not.toContain('canary');
  });

  it('asks for nothing where nothing can be kept, and changes nothing without a value, a right or a journal', async () => {
    const none = await vaultWorld({ kind: 'none' });
    expect(await none.desk.ask('pin')).toMatchObject({ error: { code: 'vault-none' } });
    expect(none.asked).toEqual([]);
    expect(await none.desk.state()).toMatchObject({ ok: true, value: { kind: 'none', why: 'no bus' } });
    const closed = await vaultWorld({ answer: null });
    expect(await closed.desk.ask('pin')).toMatchObject({ error: { code: 'vault-not-given' } });
    const nobody = await vaultWorld({ mayTriage: false });
    expect(await nobody.desk.ask('pin')).toMatchObject({ error: { code: 'not-allowed' } });
    const own = await vaultWorld();
    expect(await own.desk.remove('device-key.w')).toMatchObject({ error: { code: 'vault-bad-name' } });
    await own.journal.close();
    expect(await own.desk.set('pin', 'value')).toMatchObject({ error: { code: 'journal-closed' } });
    for (const { kept } of [none, closed, nobody, own]) expect([...kept.keys()]).toEqual(['device-key.w', 'old']);
    await Promise.all([none, closed, nobody].map(({ journal }) => journal.close()));
  });

  it('renames a secret, and leaves the name that a siren uses where it is', async () => {
    const { desk, kept, journal, record } = await vaultWorld({ kept: new Map([['deploy', 'd'], ['kim-bed-pin', 'p'], ['old', 'y']]) });
    await desk.policy('deploy', 'ask');
    expect(await desk.rename('deploy', 'deploy-eu')).toMatchObject({ ok: true, value: { en: 'deploy is called deploy-eu now' } });
    expect(await desk.rename('kim-bed-pin', 'bed')).toMatchObject({ ok: true, value: { en: expect.stringContaining('siren kim-bed') as string } });
    expect(Object.fromEntries(kept)).toEqual({ 'deploy-eu': 'd', 'kim-bed-pin': 'p', bed: 'p', old: 'y' });
    expect(Object.fromEntries(record().policies)).toEqual({ 'deploy-eu': 'ask', bed: 'until-quit' });
    expect(await desk.rename('old', 'bed')).toMatchObject({ error: { code: 'vault-name-taken' } });
    expect(await desk.rename('gone', 'new')).toMatchObject({ error: { code: 'vault-no-secret' } });
    expect(await desk.rename('old', '../up')).toMatchObject({ error: { code: 'vault-bad-name' } });
    await journal.close();
  });

  it('refuses a value that no output could be kept free of, and writes nothing down', async () => {
    const { desk, kept, journal, record } = await vaultWorld();
    for (const short of ['1', 'p4b']) expect(await desk.set('sudo-password.db-1', short)).toMatchObject({ error: { code: 'vault-too-short', values: { min: 4 } } });
    expect(await (await vaultWorld({ answer: 'p4b' })).desk.ask('pin')).toMatchObject({ error: { code: 'vault-too-short' } });
    expect(kept.has('sudo-password.db-1')).toBe(false);
    expect(record().secrets.has('sudo-password.db-1')).toBe(false);
    expect(await desk.set('sudo-password.db-1', 'p4bb')).toMatchObject({ ok: true });
    await journal.close();
  });

  it.each(['set', 'remove'] as const)('keeps the policy of a name whose renaming failed at the keychain (%s)', async (call) => {
    const { desk, vault, kept, journal, record, gate, consents } = await vaultWorld({ kept: new Map([['deploy', 'd']]) });
    await desk.policy('deploy', 'ask');
    vault[call] = async () => fail('vault-no-answer', { seconds: 10 });
    expect(await desk.rename('deploy', 'deploy-eu')).toMatchObject({ error: { code: 'vault-no-answer' } });
    expect(kept.get('deploy')).toBe('d');
    expect(policyOf(record(), 'deploy')).toBe('ask');
    expect(policyOf(record(), 'deploy-eu')).toBe('ask');
    expect(await gate.get('deploy', 'attended')).toEqual(ok('d'));
    expect(consents).toHaveLength(1);
    expect(await gate.get('deploy', 'alone')).toMatchObject({ error: { code: 'vault-needs-person' } });
    await journal.close();
  });

  it('refuses a policy under which a siren or a source would wait, and loosens none while it is locked', async () => {
    const { desk, journal, record } = await vaultWorld();
    for (const policy of ['ask', 'until-locked'] as const) {
      expect(await desk.policy('kim-bed-pin', policy)).toMatchObject({ error: { code: 'vault-cannot-wait', values: { places: 'siren kim-bed, siren lee-bed' } } });
      expect(await desk.policy('am-token', policy)).toMatchObject({ error: { code: 'vault-cannot-wait' } });
    }
    expect(await desk.policy('old', 'until-locked')).toMatchObject({ ok: true });
    expect(await desk.lock()).toMatchObject({ value: { en: expect.stringContaining('Kept back: 1.') as string } });
    expect(await desk.policy('old', 'until-quit')).toMatchObject({ error: { code: 'vault-locked' } });
    expect(await desk.rename('old', 'new')).toMatchObject({ error: { code: 'vault-locked' } });
    expect(await desk.policy('old', 'ask')).toMatchObject({ ok: true });
    expect(record().policies.get('old')).toBe('ask');
    await journal.close();
  });

  it('shows the names it knew while the keyring is closed', async () => {
    const { desk, keychain, lock, journal } = await vaultWorld();
    await desk.state();
    keychain.mode = 'refuses';
    expect(await desk.state()).toMatchObject({ ok: false });
    lock.lock('person');
    expect(await desk.state()).toMatchObject({ ok: true, value: { locked: { cause: 'person' }, secrets: [{ name: 'am-token' }, { name: 'kim-bed-pin' }, { name: 'old', present: true }] } });
    await journal.close();
  });
});
