import { openJournal } from '../../../main/adapters/journal-file/open-journal';
import { seedSigner } from '../../../main/adapters/signer/ed25519';
import { createSystemClock } from '../../../main/adapters/system/system-clock';
import { createSystemIds } from '../../../main/adapters/system/system-ids';
import { createSystemSchedule } from '../../../main/adapters/system/system-schedule';
import type { Journal } from '../../../main/ports/journal';

/** A real journal of kim on this disk, each entry signed with the key that grows from a seed. */
export async function openBenchJournal(root: string, seed: Uint8Array): Promise<Journal> {
  const signer = seedSigner('ed25519', seed);
  const parts = { clock: createSystemClock(), ids: createSystemIds(), schedule: createSystemSchedule() };
  const keys = [{ writer: 'kim.laptop', publicKey: signer.publicKey }];
  const opened = await openJournal({ root, op: 'kim', dev: 'laptop', app: 'bench', signer, ...parts, keys: () => keys, log: () => undefined });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

/** What a small entry holds. */
export function benchEntry(at: number): { siren: string } {
  return { siren: `bed-${String(at)}` };
}

export async function appendTo(journal: Journal, at: number): Promise<void> {
  const written = await journal.append('SIREN-AGAIN', benchEntry(at));
  if (!written.ok) throw new Error(JSON.stringify(written.error));
}
