import type { Journal } from '../ports/journal';

/**
 * Names the value that a secret has now without telling it: the journal entry that set it last on this device. A plan
 * hashes this, so that a secret which changed between approval and run makes it another plan (decisions.md 15).
 */
export async function followSecretVersions(journal: Journal): Promise<ReadonlyMap<string, string>> {
  const versions = new Map<string, string>();
  const take = (entry: { readonly seq: number; readonly code: string; readonly data: Readonly<Record<string, unknown>> }): void => {
    const { name } = entry.data;
    if (entry.code === 'VAULT-SET' && typeof name === 'string') versions.set(name, String(entry.seq));
  };
  await journal.replay(take);
  journal.onAppend(take);
  return versions;
}
