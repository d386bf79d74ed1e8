const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 with its padding, or null when it is not exactly that. */
function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const letters = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const letter of letters) {
    buffer = ((buffer << 6) | alphabet.indexOf(letter)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = (buffer >> bits) & 0xff;
      at += 1;
    }
  }
  return bytes;
}

const hostKeyTypes: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ssh-rsa',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]);

/** The strings of an SSH wire blob (RFC 4251, section 5), or null when the lengths do not add up. */
function wireStrings(bytes: Uint8Array): Uint8Array[] | null {
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return null;
    const length = new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0);
    at += 4;
    if (at + length > bytes.length) return null;
    parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return parts;
}

/** Whether a line is an SSH public key, `ssh-ed25519 AAAA... [comment]`, whose bytes name the type that it claims. */
export function isSshPublicKey(line: string): boolean {
  const [type = '', data = ''] = line.trim().split(/\s+/, 2);
  if (!hostKeyTypes.has(type)) return false;
  const bytes = decodeBase64(data);
  const parts = bytes === null ? null : wireStrings(bytes);
  const [name, key] = parts ?? [];
  if (name === undefined || key === undefined) return false;
  if (String.fromCharCode(...name) !== type) return false;
  return type !== 'ssh-ed25519' || (key.length === 32 && parts?.length === 2);
}

/** `ed25519:BASE64` or `x25519:BASE64` of 32 bytes. */
export function isRawKey(text: string, kind: 'ed25519' | 'x25519'): boolean {
  if (!text.startsWith(`${kind}:`)) return false;
  return decodeBase64(text.slice(kind.length + 1))?.length === 32;
}

/** A device's signing key as team.yaml writes it. */
export function isSigningKey(text: string): boolean {
  return isRawKey(text, 'ed25519') || (text.startsWith('sshsig:') && isSshPublicKey(text.slice('sshsig:'.length)));
}
