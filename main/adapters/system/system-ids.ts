import { randomBytes } from 'node:crypto';
import type { Ids } from '../../ports/ids';

/** Crockford's alphabet in lower case: no i, l, o, u. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** ULID-shaped names: 48 bits of time, 80 bits of chance. */
export function createSystemIds(): Ids {
  return {
    next: () => time(Date.now()) + chance(),
    nonce: () => randomBytes(16).toString('hex'),
  };
}

function time(now: number): string {
  let text = '';
  for (let left = now, place = 0; place < 10; place += 1) {
    text = alphabet.charAt(left % 32) + text;
    left = Math.floor(left / 32);
  }
  return text;
}

function chance(): string {
  return Array.from(randomBytes(16), (byte) => alphabet.charAt(byte % 32)).join('');
}
