import { describe, expect, it } from 'vitest';
import { createKeyringProof } from './keyring-proof';

const login = '/org/freedesktop/secrets/collection/login';

/** The Secret Service as dbus-send shows gnome-keyring 42: a keyring that is locked when told to, and opened by an answer. */
function secretService(changes: { readonly lockable?: boolean; readonly alias?: string } = {}) {
  const state = { locked: false, told: [] as string[] };
  const ask = async (path: string, method: string, ...args: readonly string[]): Promise<string> => {
    const name = method.split('.').at(-1) ?? '';
    state.told.push(name);
    if (name === 'ReadAlias') return changes.alias ?? login;
    if (name === 'Lock') {
      expect(args).toEqual([`array:objpath:${login}`]);
      state.locked = changes.lockable ?? true;
      return `array [\n ${login} ]\n /`;
    }
    expect(path).toBe(login);
    return `variant       boolean ${String(state.locked)}`;
  };
  return { state, ask };
}

const proofOver = (service: ReturnType<typeof secretService>, answer: () => void) =>
  createKeyringProof({ ask: service.ask, missing: () => null, openByAsking: async () => { answer(); } });

describe.skipIf(process.platform !== 'linux')('the proof by the keyring', () => {
  it('locks the keyring, lets it ask, and is given when it was opened', async () => {
    const service = secretService();
    const proof = proofOver(service, () => {
      expect(service.state.locked).toBe(true);
      expect(proof.closed()).toBe(true);
      service.state.locked = false;
    });
    expect(await proof.means()).toBe('keyring');
    expect(await proof.prove()).toEqual({ ok: true, value: undefined });
    expect(proof.closed()).toBe(false);
  });

  it('is not given when the question was dismissed, and the keyring counts as closed until it is opened', async () => {
    const service = secretService();
    let dismiss = true;
    const proof = proofOver(service, () => {
      if (dismiss) throw new Error('Cannot create an item in a locked collection');
      service.state.locked = false;
    });
    expect(await proof.prove()).toMatchObject({ error: { code: 'vault-still-locked', values: { why: 'Cannot create an item in a locked collection' } } });
    expect(proof.closed()).toBe(true);
    dismiss = false;
    expect(await proof.prove()).toMatchObject({ ok: true });
    expect(proof.closed()).toBe(false);
  });

  it('is not given by a keyring that cannot be locked or stayed locked', async () => {
    const unlockable = proofOver(secretService({ lockable: false }), () => { throw new Error('never asked'); });
    expect(await unlockable.prove()).toMatchObject({ error: { values: { why: 'it cannot be locked, so it asks nobody' } } });
    const stubborn = proofOver(secretService(), () => undefined);
    expect(await stubborn.prove()).toMatchObject({ error: { values: { why: 'it stayed locked' } } });
  });

  it('has no means without a bus, without a keyring, or when nobody answers', async () => {
    const { ask } = secretService();
    const openByAsking = async (): Promise<void> => undefined;
    expect(await createKeyringProof({ ask, openByAsking, missing: () => 'no bus' }).means()).toBe('nothing');
    expect(await createKeyringProof({ ask: secretService({ alias: '/' }).ask, openByAsking, missing: () => null }).means()).toBe('nothing');
    expect(await createKeyringProof({ ask: () => Promise.reject(new Error('ENOENT')), openByAsking, missing: () => null }).means()).toBe('nothing');
  });
});
