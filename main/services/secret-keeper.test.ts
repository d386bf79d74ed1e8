import { expect, it } from 'vitest';
import { fail, ok } from '../../core/errors';
import { sourceEntrySchema } from '../../core/workspace/files';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import type { Vault } from '../ports/vault';
import { secretKeeper } from './secret-keeper';

const entry = sourceEntrySchema.parse({ id: 'mail', kind: 'imap', password: 'secret:pw', oauth: { 'refresh-token': 'secret:refresh' } });

/** A keychain that can be written to. */
function keychain(kept: Map<string, string>): Vault {
  return {
    state: async () => ({ kind: 'keychain', why: '' }),
    list: async () => ok([...kept.keys()]),
    get: async (name) => ok(kept.get(name) ?? ''),
    set: async (name, value) => (kept.set(name, value), ok(undefined)),
    remove: async (name) => (kept.delete(name), ok(undefined)),
  };
}

it('keeps the new refresh token through a restart, on record by name only (laws 1 and 7)', async () => {
  const vault = keychain(new Map([['refresh', 'r1'], ['pw', 'p']]));
  const { entries, ...journal } = createMemoryJournal(() => 0);
  const renew = secretKeeper({ vault, journal }, entry);
  expect(await renew('secret:refresh', { instead: 'r1', value: 'r2-hush' })).toEqual(ok(undefined));
  expect(await vault.get('refresh')).toEqual(ok('r2-hush'));
  expect(entries).toMatchObject([{ code: 'VAULT-RENEWED', data: { name: 'refresh', source: 'mail' } }]);
  expect(JSON.stringify(entries)).not.toContain('hush');
});

it('sets no other secret, goes over nobody’s newer one, and stores nothing without a record', async () => {
  const vault = keychain(new Map([['refresh', 'theirs'], ['pw', 'p']]));
  const { entries, ...journal } = createMemoryJournal(() => 0);
  const renew = secretKeeper({ vault, journal }, entry);
  for (const other of ['secret:pw', 'refresh', 'secret:device-key.x']) expect(await renew(other, { instead: 'p', value: 'x' })).toMatchObject({ ok: false });
  expect(await renew('secret:refresh', { instead: 'r1', value: 'r2' })).toEqual(ok(undefined));
  const dead = { append: () => Promise.resolve(fail('journal-not-writable', { path: 'journal', reason: 'ENOSPC' })) };
  expect(await secretKeeper({ vault, journal: dead }, entry)('secret:refresh', { instead: 'theirs', value: 'r2' })).toMatchObject({ ok: false, error: { code: 'journal-not-writable' } });
  expect([await vault.get('refresh'), await vault.get('pw'), entries]).toEqual([ok('theirs'), ok('p'), []]);
});
