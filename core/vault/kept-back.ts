import type { Failure } from '../errors';

/** The vault has the secret and does not hand it out now: no reason to go on as if there were none. */
export function keptBack({ code }: Failure): boolean {
  return code === 'vault-locked' || code === 'vault-not-agreed';
}
