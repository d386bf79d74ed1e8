import { createHash, createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import type { Crypto } from '../../../core/journal/crypto';
import { sshsigSignature, sshsigToSign } from '../../../core/journal/sshsig';
import type { PublicKey } from '../../../core/team/public-key';

/** SHA-256 and Ed25519 of Node, as the journal's check asks for them. */
export const nodeCrypto: Crypto = {
  sha256: (text) => hash('sha256', text, 'hex'),
  verifySignature: ({ alg, key, text, sig }) => {
    if (alg === 'sshsig') {
      const signature = sshsigSignature(sig, key.raw);
      const signed = sshsigToSign(createHash('sha512').update(text, 'utf8').digest());
      return signature !== null && verify(null, signed, keyObject(key), signature);
    }
    const signature = Buffer.from(sig, 'base64');
    // SECURITY: one spelling only, so that a signature cannot be rewritten without breaking it.
    if (signature.length !== 64 || signature.toString('base64') !== sig) return false;
    return verify(null, Buffer.from(text, 'utf8'), keyObject(key), signature);
  },
};

const keyObjects = new WeakMap<PublicKey, KeyObject>();

function keyObject(key: PublicKey): KeyObject {
  const known = keyObjects.get(key);
  if (known !== undefined) return known;
  const x = Buffer.from(key.raw).toString('base64url');
  const made = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  keyObjects.set(key, made);
  return made;
}
