import { utf8ToBytes } from '@noble/hashes/utils.js';

/** A text's bytes in UTF-8, where no platform's own encoder is in reach. */
export function utf8(text: string): Uint8Array {
  return utf8ToBytes(text);
}
