import { fromBase64, toBase64 } from './base64';

/** The namespace of our signatures, so that none made elsewhere with the same SSH key can pass as ours. */
const sshsigNamespace = 'breakglass-journal@v1';

const magic = ascii('SSHSIG');
const hashName = 'sha512';

/**
 * What an SSH agent signs for a message (OpenSSH PROTOCOL.sshsig): magic, namespace, reserved, hash name, hash.
 * `digest` is SHA-512 of the message.
 */
export function sshsigToSign(digest: Uint8Array): Uint8Array {
  return joined(magic, string(ascii(sshsigNamespace)), string(new Uint8Array(0)), string(ascii(hashName)), string(digest));
}

/** The signature blob for `sig`, base64: the body of what `ssh-keygen -Y verify` reads between its armour lines. */
export function sshsigBlob(publicKey: Uint8Array, signature: Uint8Array): string {
  return toBase64(
    joined(
      magic,
      Uint8Array.of(0, 0, 0, 1),
      string(sshPublicKey(publicKey)),
      string(ascii(sshsigNamespace)),
      string(new Uint8Array(0)),
      string(ascii(hashName)),
      string(joined(string(ascii('ssh-ed25519')), string(signature))),
    ),
  );
}

/** The 64 bytes of Ed25519 in a blob made for exactly this key and our namespace, or null. */
export function sshsigSignature(blob: string, publicKey: Uint8Array): Uint8Array | null {
  const bytes = fromBase64(blob);
  if (bytes === null || bytes.length < 64) return null;
  const signature = bytes.slice(-64);
  // A blob has one form: whatever differs from the one we would write is refused.
  return sshsigBlob(publicKey, signature) === blob ? signature : null;
}

/** The wire form of an Ed25519 key: what stands after `ssh-ed25519` in an authorized_keys line, before base64. */
export function sshPublicKey(raw: Uint8Array): Uint8Array {
  return joined(string(ascii('ssh-ed25519')), string(raw));
}

/** The raw 32 bytes of an `ssh-ed25519` wire key, or null. */
export function rawFromSsh(wire: Uint8Array): Uint8Array | null {
  const raw = wire.slice(-32);
  const whole = sshPublicKey(raw);
  return whole.length === wire.length && whole.every((byte, at) => byte === wire[at]) ? raw : null;
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function string(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  return joined(Uint8Array.of(length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255), bytes);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
