import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../journal/base64';
import { rawFromSsh, sshPublicKey, sshsigBlob, sshsigSignature } from '../journal/sshsig';
import { fingerprint, parsePublicKey, publicKey } from './public-key';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe('base64', () => {
  it('is what everybody else writes, and reads only its one spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.base64String(), (raw, text) => {
        expect(toBase64(raw)).toBe(Buffer.from(raw).toString('base64'));
        expect(fromBase64(toBase64(raw))).toEqual(raw);
        const read = fromBase64(text);
        if (read !== null) expect(toBase64(read)).toBe(text);
      }),
    );
    for (const text of ['QQ=', 'QR==', 'Q===', 'Q Q=', 'QUJ=', '-_==', '====']) expect(fromBase64(text)).toBeNull();
  });
});

describe('a public key', () => {
  it('reads back as it was written, in both kinds, with one id and one fingerprint', () => {
    fc.assert(
      fc.property(bytes(32), (raw) => {
        const [plain, ssh] = [publicKey('ed25519', raw), publicKey('sshsig', raw)];
        expect(parsePublicKey(plain.text)).toEqual(plain);
        expect(parsePublicKey(`${ssh.text} kim@home`)).toEqual(ssh);
        expect(plain.keyId).toBe(ssh.keyId);
        expect(fingerprint(plain)).toMatch(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
        expect(rawFromSsh(sshPublicKey(raw))).toEqual(raw);
      }),
    );
  });

  it.each(['', 'ed25519:', `ed25519:${'A'.repeat(44)}`, `x25519:${'A'.repeat(43)}=`, `ed25519:${'A'.repeat(42)}B=`, `sshsig:ssh-rsa ${'A'.repeat(68)}`, `sshsig:ssh-ed25519 ${'A'.repeat(68)}`])(
    'is not read from %j',
    (text) => {
      expect(parsePublicKey(text)).toBeNull();
    },
  );
});

it('an SSH signature blob has one form, for one key', () => {
  fc.assert(
    fc.property(bytes(32), bytes(32), bytes(64), fc.nat(170), (key, other, signature, at) => {
      const blob = sshsigBlob(key, signature);
      expect(sshsigSignature(blob, key)).toEqual(signature);
      fc.pre(Buffer.compare(key, other) !== 0);
      expect(sshsigSignature(blob, other)).toBeNull();
      const changed = Buffer.from(blob, 'base64');
      changed[at % (changed.length - 64)]! ^= 1;
      expect(sshsigSignature(changed.toString('base64'), key)).toBeNull();
    }),
  );
});
