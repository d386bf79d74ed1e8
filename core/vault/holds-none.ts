import type { Failure } from '../errors';

/** The codes that say it for certain; a name that no vault takes has no secret either. */
const certain: ReadonlySet<string> = new Set(['vault-no-secret', 'vault-none', 'vault-bad-name']);

/**
 * Whether there is no such secret for certain. Every other answer, a vault that is locked, slow or failed, is no reason
 * to go on as if there were none.
 */
export function holdsNone({ code }: Failure): boolean {
  return certain.has(code);
}
