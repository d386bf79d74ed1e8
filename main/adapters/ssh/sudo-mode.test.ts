import { describe, expect, it } from 'vitest';
import { failure, ok } from '../../../core/errors';
import { sudoMode } from './sudo-mode';

const target = { name: 'db-1' };
const never = (): Promise<never> => Promise.reject(new Error('asked'));

describe('how a step becomes another user', () => {
  it('asks the vault only where it does', async () => {
    expect(await sudoMode(never, target, { sudo: false, user: null })).toEqual(ok('no'));
    expect(await sudoMode(async (name) => ok(`of ${name}`), target, { sudo: true, user: null })).toEqual(ok({ password: 'of sudo-password.db-1' }));
    expect(await sudoMode(async () => ok('two\nlines'), target, { sudo: false, user: 'app' })).toMatchObject({ error: { code: 'value-unsendable' } });
  });

  it.each([
    failure('vault-no-secret', { name: 'x' }),
    failure('vault-none', { why: 'no bus' }),
    failure('vault-bad-name', { name: 'sudo-password.DB1' }),
  ])('goes without a password where there is none for certain: $code', async (error) => {
    expect(await sudoMode(async () => ({ ok: false, error }), target, { sudo: true, user: null })).toEqual(ok('nopasswd'));
  });

  it.each([
    failure('vault-no-answer', { seconds: 10 }),
    failure('vault-failed', { name: 'x', reason: 'gone' }),
    failure('vault-still-locked', { why: 'closed' }),
    failure('vault-locked', { name: 'x' }),
    failure('vault-not-agreed', { name: 'x' }),
    failure('vault-needs-person', { name: 'x' }),
    failure('journal-not-writable', { path: 'p', reason: 'ENOSPC' }),
  ])('sends nothing where the vault may have one: $code', async (error) => {
    expect(await sudoMode(async () => ({ ok: false, error }), target, { sudo: true, user: null })).toEqual({ ok: false, error });
  });
});
