import { fail, ok, type Result } from '../errors';
import { isSecretName, secretNamed } from './secret-reference';

/** Windows keeps 2,560 bytes a secret; below that, every keychain keeps it. UTF-16 characters. */
const maxSecretLength = 1_200;

/** A shorter value could not be masked where a step prints it: ordinary output would turn into stars. UTF-16 characters. */
export const shortestSecret = 4;

/** Whether a secret may be kept under this name. */
export function checkSecretName(name: string): Result<void> {
  return isSecretName(name) ? ok(undefined) : fail('vault-bad-name', { name: name.slice(0, 80) });
}

/** Whether every keychain can keep this value, and every output be kept free of it. */
export function checkSecret(name: string, value: string): Result<void> {
  if (value.length === 0) return fail('vault-not-given', { name });
  // SECURITY: law 7.
  if (value.length < shortestSecret) return fail('vault-too-short', { name, min: shortestSecret });
  if (value.length > maxSecretLength) return fail('vault-too-long', { name, length: value.length, max: maxSecretLength });
  return ok(undefined);
}

/** Every `secret:NAME` in a part of a workspace file, by name. */
export function secretsIn(value: unknown): ReadonlySet<string> {
  if (typeof value === 'string') {
    const name = secretNamed(value);
    return new Set(name !== null && isSecretName(name) ? [name] : []);
  }
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((inner: unknown) => [...secretsIn(inner)]));
}
