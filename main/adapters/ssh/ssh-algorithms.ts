/**
 * What ssh2 is allowed to offer.
 * SECURITY: no finite-field Diffie-Hellman (seconds of blocked loop in JavaScript), no SHA-1, no CBC. A server that has
 * nothing else is told so and belongs to the system's OpenSSH.
 */
export const kexAlgorithms = ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256', 'ecdh-sha2-nistp384', 'ecdh-sha2-nistp521'] as const;
export const cipherAlgorithms = ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'aes192-ctr', 'aes256-ctr'] as const;
export const macAlgorithms = ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'] as const;
export const hostKeyAlgorithms = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'rsa-sha2-512', 'rsa-sha2-256'] as const;

/** What a list of ssh_config leaves of ours, in its order; ours where nothing was configured. */
export function allowed<T extends string>(ours: readonly T[], configured: string | undefined): T[] {
  if (configured === undefined) return [...ours];
  return configured.split(',').flatMap((name) => ours.filter((each) => each === name));
}

/** Each list that ssh_config may narrow, by its keyword. */
export const negotiated = {
  kexalgorithms: kexAlgorithms,
  ciphers: cipherAlgorithms,
  macs: macAlgorithms,
  hostkeyalgorithms: hostKeyAlgorithms,
} as const;

/** The value that was configured for a keyword. */
export function optionOf(options: readonly (readonly [string, string])[], keyword: string): string | undefined {
  return options.find(([name]) => name === keyword)?.[1];
}
