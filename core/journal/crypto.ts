import type { PublicKey } from '../team/public-key';
import type { Entry } from './entry';

/** The two functions that checking needs of the world. Both sides are UTF-8. */
export interface Crypto {
  /** SHA-256 of the text's UTF-8 bytes, lower-case hex. */
  sha256(text: string): string;
  verifySignature(question: { readonly alg: Entry['alg']; readonly key: PublicKey; readonly text: string; readonly sig: string }): boolean;
}
