import { sha256 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '@noble/hashes/utils.js';

/** Crockford's alphabet: no I, L, O and U, which are misheard and misread. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Characters of a challenge: 13 for its 64 bits, 2 that give a misheard one away. */
const digits = 13;

/**
 * A challenge as it is read aloud: `K7QF2 M9D4T XYZAB`.
 * @param challenge 64 bits as 16 hex digits
 */
export function spokenChallenge(challenge: string): string {
  let rest = BigInt(`0x${challenge}`);
  let text = '';
  for (let at = 0; at < digits; at += 1) {
    text = alphabet.charAt(Number(rest & 31n)) + text;
    rest >>= 5n;
  }
  return (text + guard(challenge)).replace(/(.{5})(?=.)/g, '$1 ');
}

/** The 16 hex digits of a challenge as somebody typed it, in any case and spacing; null when it is not one. */
export function heardChallenge(typed: string): string | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (plain.length !== digits + 2) return null;
  let value = 0n;
  for (const character of plain.slice(0, digits)) {
    const place = alphabet.indexOf(character);
    if (place < 0) return null;
    value = (value << 5n) | BigInt(place);
  }
  const challenge = value.toString(16).padStart(16, '0');
  return challenge.length === 16 && guard(challenge) === plain.slice(digits) ? challenge : null;
}

/** Ten bits of the challenge's hash: one in a thousand misheard challenges goes unnoticed here, and none gives a right code. */
function guard(challenge: string): string {
  const [a = 0, b = 0] = sha256(hexToBytes(challenge));
  return alphabet.charAt(a & 31) + alphabet.charAt(b & 31);
}
