import { randomBytes } from 'node:crypto';
import { ok, type Result } from '../../../core/errors';
import type { Signer } from '../../ports/signer';
import type { Vault } from '../../ports/vault';
import { seedSigner } from './ed25519';

/** The device's own key in the OS keychain, made when there is none. `made`: journal KEY-MADE. */
export async function keychainSigner(
  vault: Vault,
  workspaceId: string,
): Promise<Result<{ readonly signer: Signer; readonly made: boolean }>> {
  const name = `device-key.${workspaceId}`;
  const kept = await vault.get(name);
  if (kept.ok) {
    const seed = Buffer.from(kept.value, 'base64');
    if (seed.length !== 32) return { ok: false, error: { code: 'vault-not-kept', values: { name } } };
    return ok({ signer: seedSigner('ed25519', seed), made: false });
  }
  // SECURITY: a new key only where the keychain says there is none; a keychain that fails must not cost us the old one.
  if (kept.error.code !== 'vault-no-secret') return kept;
  const seed = randomBytes(32);
  const stored = await vault.set(name, seed.toString('base64'));
  return stored.ok ? ok({ signer: seedSigner('ed25519', seed), made: true }) : stored;
}
