import { randomBytes } from 'node:crypto';
import type { Signer } from '../../ports/signer';
import { seedSigner } from './ed25519';

/** A key that lives as long as this process: its journal is unvouched until an enrolled key signs on top of it. */
export function sessionSigner(): Signer {
  return seedSigner('session', randomBytes(32));
}
