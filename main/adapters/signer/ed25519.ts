import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { publicKey, type PublicKey } from '../../../core/team/public-key';
import type { Signer } from '../../ports/signer';

/** RFC 8410: what stands before the 32 bytes of a seed in an Ed25519 private key. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key pair that grows from a 32-byte seed. */
export function keyPair(seed: Uint8Array): { readonly secret: KeyObject; readonly open: PublicKey } {
  const secret = createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' });
  const x = createPublicKey(secret).export({ format: 'jwk' }).x ?? '';
  return { secret, open: publicKey('ed25519', Buffer.from(x, 'base64url')) };
}

/** Signs with a seed held in this process. */
export function seedSigner(alg: 'ed25519' | 'session', seed: Uint8Array): Signer {
  const { secret, open } = keyPair(seed);
  return {
    alg,
    keyId: open.keyId,
    publicKey: open.text,
    sign: async (bytes) => sign(null, bytes, secret).toString('base64'),
  };
}
