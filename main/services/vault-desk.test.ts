import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/errors';
import type { Workspace } from '../../core/workspace/workspace';
import { opened, tempFolder } from '../../tests/support/journal-kit';
import type { Vault } from '../ports/vault';
import { VaultDesk } from './vault-desk';

const workspace = {
  settings: { sources: [{ id: 'am', kind: 'alertmanager', auth: { token: 'secret:am-token' } }], publishers: [], streams: [{ id: 'otel', token: 'secret:am-token' }], vault: { 'rotate-after': 86_400_000 } },
  sirens: [{ id: 'kim-bed', config: { pin: 'secret:kim-bed-pin' } }, { id: 'lee-bed', config: { pin: 'secret:kim-bed-pin', note: 'secret:../no' } }],
  duty: { feeds: [] },
} as unknown as Workspace;

async function desk(options: { kind?: 'none'; answer?: string | null; mayTriage?: boolean } = {}) {
  const root = tempFolder();
  const journal = await opened(root);
  const kept = new Map([['device-key.w', 'x'], ['old', 'y']]);
  const asked: { name: string; purpose: string }[] = [];
  const vault: Vault = {
    state: async () => (options.kind === 'none' ? { kind: 'none', why: 'no bus' } : { kind: 'keychain', why: '' }),
    list: async () => ok([...kept.keys()]),
    get: async (name) => ok(kept.get(name) ?? ''),
    set: async (name, value) => (kept.set(name, value), ok(undefined)),
    remove: async (name) => (kept.delete(name) ? ok(undefined) : fail('vault-no-secret', { name })),
  };
  const made = new VaultDesk({
    vault,
    journal,
    prompt: { ask: async (question) => (asked.push(question), options.answer === undefined ? 'hunter2-canary' : options.answer) },
    workspace: { get: () => workspace, onChanged: () => () => undefined },
    clock: { boot: 'b', now: () => 10 * 86_400_000, mono: () => 0 },
    setAt: (name) => (name === 'old' ? 8 * 86_400_000 : null),
    actor: { me: () => ({}) as never, may: () => options.mayTriage ?? true },
  });
  return { made, kept, asked, journal, folder: join(root, 'journal/kim.laptop') };
}

describe('the vault desk', () => {
  it('lists what is needed, what is there and who uses it, without keys of the app', async () => {
    const { made, journal } = await desk();
    expect(await made.state()).toEqual(ok({
      kind: 'keychain',
      why: '',
      secrets: [
        { name: 'am-token', present: false, usedBy: ['source am', 'stream otel'], setAt: null, old: false },
        { name: 'kim-bed-pin', present: false, usedBy: ['siren kim-bed', 'siren lee-bed'], setAt: null, old: false },
        { name: 'old', present: true, usedBy: [], setAt: 8 * 86_400_000, old: true },
      ],
    }));
    await journal.close();
  });

  it('asks, stores, records the name and never the value, and tells', async () => {
    const { made, kept, asked, journal, folder } = await desk();
    let told = 0;
    made.onChanged(() => (told += 1));
    expect(await made.ask('kim-bed-pin')).toMatchObject({ ok: true });
    expect(asked).toEqual([{ name: 'kim-bed-pin', purpose: 'siren kim-bed, siren lee-bed' }]);
    expect(kept.get('kim-bed-pin')).toBe('hunter2-canary');
    expect(await made.remove('kim-bed-pin')).toMatchObject({ ok: true });
    expect(told).toBe(2);
    await journal.close();
    const written = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    expect(written).toContain('"code":"VAULT-SET","data":{"name":"kim-bed-pin"}');
    expect(written).toContain('"code":"VAULT-REMOVE"');
    expect(written).not.toContain('canary');
  });

  it('asks for nothing where nothing can be kept, and changes nothing without a value, a right or a journal', async () => {
    const none = await desk({ kind: 'none' });
    expect(await none.made.ask('pin')).toMatchObject({ error: { code: 'vault-none' } });
    expect(none.asked).toEqual([]);
    expect(await none.made.state()).toMatchObject({ ok: true, value: { kind: 'none', why: 'no bus' } });
    const closed = await desk({ answer: null });
    expect(await closed.made.ask('pin')).toMatchObject({ error: { code: 'vault-not-given' } });
    const nobody = await desk({ mayTriage: false });
    expect(await nobody.made.ask('pin')).toMatchObject({ error: { code: 'not-allowed' } });
    const own = await desk();
    expect(await own.made.remove('device-key.w')).toMatchObject({ error: { code: 'vault-bad-name' } });
    await own.journal.close();
    expect(await own.made.set('pin', 'v')).toMatchObject({ error: { code: 'journal-closed' } });
    for (const { kept } of [none, closed, nobody, own]) expect([...kept.keys()]).toEqual(['device-key.w', 'old']);
    await Promise.all([none, closed, nobody].map(({ journal }) => journal.close()));
  });
});
