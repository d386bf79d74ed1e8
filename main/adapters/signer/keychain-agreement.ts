import { createPrivateKey, createPublicKey, diffieHellman, randomBytes } from 'node:crypto';
import { fail, ok, type Result } from '../../../core/errors';
import { fromBase64, toBase64 } from '../../../core/journal/base64';
import type { KeyAgreement } from '../../ports/key-agreement';
import type { Vault } from '../../ports/vault';

/** RFC 8410: what stands before the 32 bytes of an X25519 private key. */
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');

const prefix = 'x25519:';

/** The device's key for agreement in the OS keychain, made when there is none; null where no keychain keeps it. */
export async function keychainAgreement(vault: Vault, workspaceId: string): Promise<KeyAgreement | null> {
  const name = `agree-key.${workspaceId}`;
  const kept = await vault.get(name);
  if (kept.ok) {
    const seed = Buffer.from(kept.value, 'base64');
    return seed.length === 32 ? agreementOf(seed) : null;
  }
  // SECURITY: a new key only where the keychain says there is none; one that fails must not cost us the old key.
  if (kept.error.code !== 'vault-no-secret') return null;
  const seed = randomBytes(32);
  const stored = await vault.set(name, seed.toString('base64'));
  return stored.ok ? agreementOf(seed) : null;
}

/** X25519 (RFC 7748) with a private key of 32 bytes. */
export function agreementOf(seed: Uint8Array): KeyAgreement {
  const secret = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const x = createPublicKey(secret).export({ format: 'jwk' }).x ?? '';
  return {
    publicKey: prefix + toBase64(Buffer.from(x, 'base64url')),
    shared(peer): Result<Uint8Array> {
      const raw = peer.startsWith(prefix) ? fromBase64(peer.slice(prefix.length)) : null;
      if (raw?.length !== 32) return fail('approval-no-phone-key', { who: peer.slice(0, 60) });
      try {
        const key = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' });
        return ok(diffieHellman({ privateKey: secret, publicKey: key }));
      } catch {
        // SECURITY: OpenSSL refuses points of small order, whose "secret" would be known to everybody.
        return fail('approval-no-phone-key', { who: peer.slice(0, 60) });
      }
    },
  };
}
