import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writerKeys } from '../../core/team/public-key';
import type { Person } from '../../core/team/team';
import { PeerJournals } from '../../main/adapters/journal-file/peer-journals';
import { seedSigner } from '../../main/adapters/signer/ed25519';
import type { Segments } from '../../main/ports/team-journals';
import { opened, seedOf, tempFolder } from './journal-kit';

export type SigningKey = ReturnType<typeof seedSigner>;

interface Forgery {
  /** Whose journal it is said to be. */
  readonly victim: string;
  readonly team: readonly Person[];
  /** The folder of the true journal to go on from; null: from nothing. */
  readonly from: string | null;
  readonly sightings?: readonly { readonly writer: string; readonly seq: number; readonly hash: string }[];
  /** A session key that nobody lists, unless told otherwise. */
  readonly signer?: SigningKey;
}

/** What whoever may push can make of a true journal without any key: lines behind it that hold, and that nobody vouches for. */
export async function forgedCopy({ victim, team, from, sightings = [], signer = seedSigner('session', seedOf(99)) }: Forgery): Promise<Segments> {
  const root = tempFolder();
  mkdirSync(join(root, 'journal'));
  if (from !== null) cpSync(from, join(root, 'journal', victim), { recursive: true });
  const keys = () => writerKeys(team);
  const [op = '', dev = ''] = victim.split('.');
  const forger = await opened(root, { op, dev, signer, keys });
  for (const sighting of sightings) await forger.append('WITNESS', sighting);
  await forger.append('ALERT-NOTE', { alert: 'am/disk', title: 'Disk', text: 'forged' });
  const peers = new PeerJournals({ root, own: victim, keys });
  await peers.refresh();
  const segments = await peers.ownSegments(forger.status().seq);
  await forger.close();
  return segments;
}
