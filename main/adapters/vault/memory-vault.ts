import { fail, ok } from '../../../core/errors';
import type { Vault } from '../../ports/vault';

/** A drill's secrets: made for it, held in memory, gone with it. Nothing is ever stored (law 7). */
export function createMemoryVault(secrets: ReadonlyMap<string, string>): Vault {
  const why = 'drill';
  return {
    state: () => Promise.resolve({ kind: 'none', why }),
    list: () => Promise.resolve(ok([...secrets.keys()])),
    get: (name) => {
      const value = secrets.get(name);
      return Promise.resolve(value === undefined ? fail('vault-no-secret', { name }) : ok(value));
    },
    set: () => Promise.resolve(fail('vault-none', { why })),
    remove: () => Promise.resolve(fail('vault-none', { why })),
  };
}
