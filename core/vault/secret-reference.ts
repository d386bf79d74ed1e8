import { z } from 'zod';

const namePattern = /^[a-z0-9][a-z0-9_.-]{0,63}$/;
const referencePattern = /^secret:[a-z0-9][a-z0-9_.-]{0,63}$/;

/** Whether every keychain can keep a secret under this name. */
export function isSecretName(name: string): boolean {
  return namePattern.test(name);
}

/** Names that the app keeps for itself: keys of this device, not secrets of the team. */
export function isOwnSecret(name: string): boolean {
  return /^(device-key|agree-key|anchor)\./.test(name);
}

/** Names that the console looks up by itself, each for one thing only: no file names one, whoever wrote it. */
export function isReservedSecret(name: string): boolean {
  return isOwnSecret(name) || /^(ssh-passphrase|sudo-password)\./.test(name);
}

/** Whether a text is `secret:NAME`, with a name that a secret may have. */
export function isSecretReference(text: string): boolean {
  return referencePattern.test(text);
}

/** The name in `secret:NAME`, right or wrong; null where the text points to no secret. */
export function secretNamed(text: string): string | null {
  return text.startsWith('secret:') ? text.slice('secret:'.length) : null;
}

/** A name in this device's vault. A secret written out in a workspace file is refused here, before anything uses it. */
export const secretReferenceSchema = z.string().regex(referencePattern, { error: 'write secret:NAME and keep the value in the keychain' });
