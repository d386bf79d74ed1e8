import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../core/errors';
import { secretPolicies } from '../../core/vault/policy';
import { vaultWorld } from '../../tests/support/vault-world';

const kept = new Map([['kim-bed-pin', '4711'], ['am-token', 't'], ['deploy', 'd'], ['device-key.w', 'k']]);

/** What is there after everything that is ready to happen has happened; undefined for what still waits. */
async function atOnce<T>(work: Promise<T>): Promise<T | undefined> {
  return Promise.race([work, new Promise<undefined>((resolve) => setImmediate(() => { resolve(undefined); }))]);
}

describe('what is handed out', () => {
  // Law 5: silencing never waits for the vault.
  it('gives a siren its secret at once, whatever is locked, decided, slow or broken', async () => {
    const act = fc.oneof(
      fc.constantFrom('lock', 'unlock', 'hang', 'refuse', 'answer', 'use').map((what) => ({ what, policy: 'ask' as const })),
      fc.constantFrom(...secretPolicies).map((policy) => ({ what: 'policy', policy })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
        const { gate, lock, journal, keychain } = await vaultWorld({ kept, proof: null });
        await gate.prepare();
        for (const { what, policy } of acts) {
          if (what === 'lock') lock.lock('person');
          else if (what === 'unlock') await lock.unlock();
          // As from a later version, or a file that named the secret for a siren only afterwards.
          else if (what === 'policy') await journal.append(policy === 'ask' ? 'VAULT-ASK-EACH' : policy === 'until-locked' ? 'VAULT-UNTIL-LOCKED' : 'VAULT-UNTIL-QUIT', { name: 'kim-bed-pin' });
          else keychain.mode = what === 'hang' ? 'hangs' : what === 'refuse' ? 'refuses' : 'answers';
          expect(await atOnce(gate.get('kim-bed-pin', 'alone'))).toEqual(ok('4711'));
          expect(await atOnce(gate.get('kim-bed-pin', 'attended'))).toEqual(ok('4711'));
        }
        await journal.close();
      }),
      { numRuns: 40 },
    );
  });

  it('lets a source go on while the vault is locked and the keychain is gone', async () => {
    const { gate, lock, journal, keychain } = await vaultWorld({ kept });
    expect(await gate.get('am-token', 'alone')).toEqual(ok('t'));
    lock.lock('idle');
    const { reads } = keychain;
    expect(await gate.get('am-token', 'alone')).toEqual(ok('t'));
    expect(keychain.reads).toBe(reads);
    await lock.unlock();
    keychain.mode = 'refuses';
    expect(await gate.get('am-token', 'alone')).toEqual(ok('t'));
    await journal.close();
  });

  it('keeps back what is until-locked while it is locked, and gives it anew afterwards', async () => {
    const { gate, desk, lock, journal, keychain } = await vaultWorld({ kept });
    await gate.get('deploy', 'attended');
    await desk.policy('deploy', 'until-locked');
    expect(await gate.get('deploy', 'attended')).toEqual(ok('d'));
    lock.lock('screen');
    expect(await gate.get('deploy', 'attended')).toMatchObject({ error: { code: 'vault-locked' } });
    await lock.unlock();
    expect(await gate.get('deploy', 'attended')).toEqual(ok('d'));
    // Nothing of it is left in this process: without the keychain there is none.
    keychain.mode = 'refuses';
    expect(await gate.get('deploy', 'attended')).toMatchObject({ error: { code: 'vault-failed' } });
    await journal.close();
  });

  it('asks each time, once for steps that start together, and writes down what was answered', async () => {
    const { gate, desk, lock, journal, consents } = await vaultWorld({ kept });
    await desk.policy('deploy', 'ask');
    expect(await Promise.all([gate.get('deploy', 'attended'), gate.get('deploy', 'attended')])).toEqual([ok('d'), ok('d')]);
    expect(consents).toEqual([{ name: 'deploy', purpose: '', lasts: 'once' }]);
    expect(await gate.get('deploy', 'attended')).toEqual(ok('d'));
    expect(consents).toHaveLength(2);
    lock.lock('person');
    expect(await gate.get('deploy', 'attended')).toMatchObject({ error: { code: 'vault-locked' } });
    expect(consents).toHaveLength(2);
    expect((await journal.page({ before: null, limit: 10, code: 'VAULT-GIVEN', op: null, text: null })).entries).toHaveLength(2);
    await journal.close();
  });

  it('gives nothing that nobody agreed to, nothing to what works alone, and no key of this device', async () => {
    const { gate, desk, journal, consents } = await vaultWorld({ kept, agrees: false });
    await desk.policy('deploy', 'ask');
    expect(await gate.get('deploy', 'attended')).toMatchObject({ error: { code: 'vault-not-agreed' } });
    expect((await journal.page({ before: null, limit: 10, code: 'VAULT-NOT-GIVEN', op: null, text: null })).entries).toHaveLength(1);
    expect(await gate.get('deploy', 'alone')).toMatchObject({ error: { code: 'vault-needs-person' } });
    expect(consents).toHaveLength(1);
    expect(await gate.get('device-key.w', 'attended')).toMatchObject({ error: { code: 'vault-bad-name' } });
    await journal.close();
  });

  it('hands nothing out that could not be recorded (law 1)', async () => {
    const { gate, desk, journal } = await vaultWorld({ kept });
    await desk.policy('deploy', 'ask');
    await journal.close();
    expect(await gate.get('deploy', 'attended')).toMatchObject({ error: { code: 'journal-closed' } });
  });

  it('takes up what was stored, and forgets what was removed', async () => {
    const { gate, desk, journal } = await vaultWorld({ kept });
    await gate.prepare();
    await desk.set('kim-bed-pin', '1234');
    expect(await gate.get('kim-bed-pin', 'alone')).toEqual(ok('1234'));
    await desk.remove('kim-bed-pin');
    expect(await gate.get('kim-bed-pin', 'alone')).toMatchObject({ error: { code: 'vault-no-secret' } });
    await journal.close();
  });
});
