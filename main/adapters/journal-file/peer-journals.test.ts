import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/journal-kit';
import { PeerJournals } from './peer-journals';

it('reads again after a look that threw', async () => {
  let broken = true;
  const peers = new PeerJournals({
    root: tempFolder(),
    own: 'kim.laptop',
    keys: () => {
      if (broken) throw new Error('a bug of ours');
      return [];
    },
  });
  await expect(peers.refresh()).rejects.toThrow('a bug of ours');
  broken = false;
  await expect(peers.refresh()).resolves.toBeUndefined();
});
