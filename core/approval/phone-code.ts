import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from '../journal/canonical';

/** What a phone code answers: this plan, this challenge, asked by this writer, answered by that one. */
export interface PhoneQuestion {
  /** Hash of the plan, 64 hex digits. */
  readonly plan: string;
  /** 64 bits, 16 hex digits. */
  readonly challenge: string;
  /** `<operator>.<device>` of the console that will run. */
  readonly runner: string;
  readonly approver: string;
}

const salt = utf8ToBytes('breakglass-phone-approval-v1');

/** Quasigroup of the Damm algorithm: finds every single wrong digit and every two neighbours that were swapped. */
const damm = ['0317598642', '7092154863', '4206871359', '1750983426', '6123045978', '3674209581', '5869720134', '8945362017', '9438617205', '2581436790'];

/**
 * Eight digits and a check digit (decisions.md 22): HMAC-SHA-256 over the question, under a key of this pair of consoles
 * and this direction.
 * @param shared X25519 of the two agreement keys, 32 bytes
 */
export function phoneCode(shared: Uint8Array, question: PhoneQuestion): string {
  const { plan, challenge, runner, approver } = question;
  const key = hkdf(sha256, shared, salt, utf8ToBytes(canonicalJson({ approver, runner })), 32);
  const mac = hmac(sha256, key, utf8ToBytes(canonicalJson({ approver, challenge, plan, runner, v: 1 })));
  let number = 0n;
  for (const byte of mac.subarray(0, 16)) number = (number << 8n) | BigInt(byte);
  const eight = String(number % 100_000_000n).padStart(8, '0');
  return eight + checkDigit(eight);
}

/** `123 456 789`: how a code is shown and read aloud. */
export function spokenCode(code: string): string {
  return code.replace(/(\d{3})(?=\d)/g, '$1 ');
}

/** The nine digits that somebody typed, in any spacing; null where one was mistyped or is missing. */
export function heardCode(typed: string): string | null {
  const plain = typed.replace(/[\s-]/g, '');
  return /^\d{9}$/.test(plain) && checkDigit(plain) === '0' ? plain : null;
}

function checkDigit(text: string): string {
  let interim = 0;
  for (const digit of text) interim = Number(damm[interim]?.charAt(Number(digit)));
  return String(interim);
}
