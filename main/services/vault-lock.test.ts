import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../core/errors';
import { vaultWorld } from '../../tests/support/vault-world';

const codes = async ({ journal }: Pick<Awaited<ReturnType<typeof vaultWorld>>, 'journal'>): Promise<readonly string[]> => {
  const { entries } = await journal.page({ before: null, limit: 20, code: null, op: null, text: 'vault' });
  return entries.map(({ code }) => code).reverse();
};

describe('the lock of the vault', () => {
  it('locks itself when nobody is there, the laptop sleeps or its screen is locked, and only where it keeps something back', async () => {
    const world = await vaultWorld();
    const { lock, laptop, schedule, desk, journal } = world;
    laptop.idleMs = 700_000;
    laptop.screenLocked = true;
    schedule.tick();
    laptop.leave('sleep');
    expect(lock.locked()).toBe(false);

    await desk.policy('old', 'until-locked');
    laptop.screenLocked = false;
    laptop.idleMs = 599_000;
    schedule.tick();
    expect(lock.locked()).toBe(false);
    laptop.idleMs = null;
    schedule.tick();
    expect(lock.locked()).toBe(false);
    laptop.idleMs = 600_000;
    schedule.tick();
    expect(lock.state()).toMatchObject({ cause: 'idle' });
    for (const cause of ['sleep', 'screen'] as const) {
      laptop.idleMs = 0;
      await lock.unlock();
      laptop.leave(cause);
      expect(lock.state()).toMatchObject({ cause });
    }
    await lock.unlock();
    laptop.screenLocked = true;
    schedule.tick();
    expect(lock.state()).toMatchObject({ cause: 'screen' });
    // An entry that is waited for comes after those that are not.
    await desk.policy('old', 'ask');
    expect(await codes(world)).toEqual(['VAULT-UNTIL-LOCKED', 'VAULT-LOCKED-IDLE', 'VAULT-UNLOCKED', 'VAULT-LOCKED-SLEEP', 'VAULT-UNLOCKED', 'VAULT-LOCKED-SCREEN', 'VAULT-UNLOCKED', 'VAULT-LOCKED-SCREEN', 'VAULT-ASK-EACH']);
    await journal.close();
  });

  it('stays locked over a restart, and is open after one that followed an unlocking', async () => {
    const first = await vaultWorld();
    first.lock.lock('person');
    await first.journal.close();
    const second = await vaultWorld({ root: first.root });
    expect(second.lock.state()).toMatchObject({ cause: 'person' });
    expect(await second.lock.unlock()).toEqual(ok(undefined));
    await second.journal.close();
    const third = await vaultWorld({ root: first.root });
    expect(third.lock.locked()).toBe(false);
    await third.journal.close();
  });

  it('opens for nobody who did not prove it, nobody without a role, and not without a record; tries are written down', async () => {
    const refused = await vaultWorld({ proof: async () => fail('vault-still-locked', { why: 'dismissed' }) });
    refused.lock.lock('person');
    expect(await refused.lock.unlock()).toMatchObject({ error: { code: 'vault-still-locked' } });
    expect(refused.lock.locked()).toBe(true);
    expect(await codes(refused)).toEqual(['VAULT-LOCKED', 'VAULT-STAYED-LOCKED']);
    await refused.journal.close();

    const stranger = await vaultWorld({ mayTriage: false });
    stranger.lock.lock('person');
    expect(await stranger.lock.unlock()).toMatchObject({ error: { code: 'not-allowed' } });
    await stranger.journal.close();

    const unrecorded = await vaultWorld();
    unrecorded.lock.lock('person');
    await unrecorded.journal.close();
    expect(await unrecorded.lock.unlock()).toMatchObject({ error: { code: 'journal-closed' } });
    expect([stranger, unrecorded].map(({ lock }) => lock.locked())).toEqual([true, true]);
  });

  it('says that a press proves nothing where nothing can ask', async () => {
    const world = await vaultWorld({ proof: null });
    world.lock.lock('person');
    await world.lock.unlock();
    expect(await codes(world)).toEqual(['VAULT-LOCKED', 'VAULT-UNLOCKED-UNPROVEN']);
    await world.journal.close();
  });

  it('stays locked when the laptop is left while somebody is still being asked, and asks once at a time', async () => {
    const answers: ((answer: Result<void>) => void)[] = [];
    const world = await vaultWorld({ proof: () => new Promise((resolve) => answers.push(resolve)) });
    const { lock, laptop, desk, journal } = world;
    await desk.policy('old', 'ask');
    lock.lock('person');
    const [once, twice] = [lock.unlock(), lock.unlock()];
    await Promise.resolve();
    laptop.leave('sleep');
    expect(answers).toHaveLength(1);
    answers[0]?.(ok(undefined));
    expect(await once).toMatchObject({ error: { code: 'vault-still-locked' } });
    expect(await twice).toMatchObject({ error: { code: 'vault-still-locked' } });
    expect(lock.locked()).toBe(true);
    await journal.close();
  });
});
