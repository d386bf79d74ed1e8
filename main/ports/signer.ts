/** Signs journal lines with this device's key. */
export interface Signer {
  readonly alg: 'ed25519' | 'sshsig' | 'session';
  /** First 16 hex of SHA-256 over the raw public key. */
  readonly keyId: string;
  /** As team.yaml writes it: `ed25519:BASE64`. */
  readonly publicKey: string;
  /** Base64 signature over the bytes. */
  sign(bytes: Uint8Array): Promise<string>;
}
