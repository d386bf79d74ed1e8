import type { Result } from '../../core/errors';

/** This device's key for agreeing on a secret with another: never the one that it signs with (decisions.md 2). */
export interface KeyAgreement {
  /** As team.yaml writes it: `x25519:BASE64`. */
  readonly publicKey: string;
  /** The 32 bytes that only the two devices know. Fails for what is no key, and for one that agrees with everybody. */
  shared(peer: string): Result<Uint8Array>;
}
