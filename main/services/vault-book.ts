import { emptyVaultRecord, recordVault, type VaultRecord } from '../../core/vault/vault-record';
import type { Journal } from '../ports/journal';

/**
 * What the journal of this device says of its vault, now. A plan hashes a secret's version, so that one which changed
 * between approval and run makes it another plan (decisions.md 15).
 */
export async function followVault(journal: Journal): Promise<() => VaultRecord> {
  let record = emptyVaultRecord;
  const take = (entry: Parameters<typeof recordVault>[1]): void => {
    record = recordVault(record, entry);
  };
  await journal.replay(take);
  journal.onAppend(take);
  return () => record;
}
