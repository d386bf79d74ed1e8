import type { Journal } from '../ports/journal';

/** What the journal says of a secret's value without telling it. */
interface SecretVersion {
  /** Names the value: the entry that set it last on this device. */
  readonly version: string;
  /** Epoch ms. */
  readonly setAt: number;
}

/**
 * Which value each secret has now. A plan hashes the version, so that a secret which changed between approval and run
 * makes it another plan (decisions.md 15).
 */
export async function followSecretVersions(journal: Journal): Promise<ReadonlyMap<string, SecretVersion>> {
  const versions = new Map<string, SecretVersion>();
  const take = (entry: { readonly seq: number; readonly at: number; readonly code: string; readonly data: Readonly<Record<string, unknown>> }): void => {
    const { name } = entry.data;
    if ((entry.code === 'VAULT-SET' || entry.code === 'VAULT-RENEWED') && typeof name === 'string') versions.set(name, { version: String(entry.seq), setAt: entry.at });
  };
  await journal.replay(take);
  journal.onAppend(take);
  return versions;
}
