import { fail, ok, type Result } from '../../core/errors';
import { isOwnSecret, secretNamed } from '../../core/vault/secret-reference';
import type { SourceEntry } from '../../core/workspace/files';
import type { RenewSecret } from '../ports/alert-source';
import type { Journal } from '../ports/journal';
import type { Vault } from '../ports/vault';

interface Ports {
  readonly vault: Vault;
  readonly journal: Pick<Journal, 'append'>;
}

/**
 * Lets a source replace the one secret that its far side changes with each use: the refresh token of its `oauth`. On
 * record before it is stored, by name only; what a person stored meanwhile goes before what the service gave.
 */
export function secretKeeper({ vault, journal }: Ports, entry: SourceEntry): RenewSecret {
  return async (reference, { instead, value }): Promise<Result<void>> => {
    const name = secretNamed(reference);
    // SECURITY: a source may set exactly the secret that its own entry names as its refresh token, and nothing else.
    if (name === null || isOwnSecret(name) || reference !== refreshTokenOf(entry)) return fail('vault-bad-name', { name: reference });
    const kept = await vault.get(name);
    if (!kept.ok) return kept;
    if (kept.value !== instead) return ok(undefined);
    const recorded = await journal.append('VAULT-RENEWED', { name, source: entry.id });
    return recorded.ok ? vault.set(name, value) : recorded;
  };
}

function refreshTokenOf({ oauth }: SourceEntry): unknown {
  return typeof oauth === 'object' && oauth !== null && 'refresh-token' in oauth ? oauth['refresh-token'] : null;
}
