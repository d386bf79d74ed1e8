import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import { fromBase64, toBase64 } from '../journal/base64';
import { rawFromSsh, sshPublicKey } from '../journal/sshsig';
import type { Person } from './team';

/** A device's public key for signing. */
export interface PublicKey {
  readonly kind: 'ed25519' | 'sshsig';
  /** 32 bytes. */
  readonly raw: Uint8Array;
  /** As team.yaml writes it, without a comment. */
  readonly text: string;
  readonly keyId: string;
}

/** Reads `ed25519:BASE64` or `sshsig:ssh-ed25519 BASE64 [comment]`; null when it is neither. */
export function parsePublicKey(text: string): PublicKey | null {
  const [, plain, ssh] = /^(?:ed25519:(\S{44})|sshsig:ssh-ed25519 (\S{68})(?: .*)?)$/.exec(text) ?? [];
  if (plain !== undefined) {
    const raw = fromBase64(plain);
    return raw?.length === 32 ? publicKey('ed25519', raw) : null;
  }
  const wire = ssh === undefined ? null : fromBase64(ssh);
  const raw = wire === null ? null : rawFromSsh(wire);
  return raw === null ? null : publicKey('sshsig', raw);
}

export function publicKey(kind: PublicKey['kind'], raw: Uint8Array): PublicKey {
  const text = kind === 'ed25519' ? `ed25519:${toBase64(raw)}` : `sshsig:ssh-ed25519 ${toBase64(sshPublicKey(raw))}`;
  return { kind, raw, text, keyId: bytesToHex(sha256(raw)).slice(0, 16) };
}

/** The 32 bytes of `x25519:BASE64`, or null. */
export function parseAgreementKey(text: string): Uint8Array | null {
  const raw = text.startsWith('x25519:') ? fromBase64(text.slice('x25519:'.length)) : null;
  return raw?.length === 32 ? raw : null;
}

/**
 * What two people compare over the phone: SHA-256 of the raw key, and of the one for phone codes where there is one, as
 * eight groups of four hex digits (128 bits).
 */
export function fingerprint(key: PublicKey, agree: Uint8Array | null = null): string {
  return (bytesToHex(sha256(agree === null ? key.raw : concatBytes(key.raw, agree))).slice(0, 32).match(/.{4}/g) ?? []).join(' ');
}

/** A key that may sign a writer's journal. */
export interface WriterKey {
  /** `<operator>.<device>` */
  readonly writer: string;
  /** As team.yaml writes it. */
  readonly publicKey: string;
}

/** The keys of everybody, retired ones too: what they signed while they were in use stays true. */
export function writerKeys(people: readonly Person[]): readonly WriterKey[] {
  return people.flatMap((person) =>
    person.devices.map((device) => ({ writer: `${person.id}.${device.id}`, publicKey: device.sign })),
  );
}
