import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { argv } from 'node:process';
import { openJournal } from '../../main/adapters/journal-file/open-journal';
import { seedSigner } from '../../main/adapters/signer/ed25519';

// Appends without end to one journal below each root, in groups of changing size, and prints each acknowledged entry as
// `number-of-the-root seq hash`: to be killed at any moment, also while it opens.
const [, , opening = '0', ...roots] = argv;

say('opening\n');
await Promise.all(roots.map(fillJournal));

async function fillJournal(root: string, number: number): Promise<void> {
  const journal = await openJournal({
    root,
    op: 'kim',
    dev: 'laptop',
    app: '0.1.0',
    signer: seedSigner('ed25519', Buffer.alloc(32, 1)),
    clock: { now: () => Date.now(), mono: () => performance.timeOrigin + performance.now(), boot: 'boot-1' },
    ids: { next: () => `opening-${opening}`, nonce: () => '' },
    schedule: { after: () => () => undefined, every: () => () => undefined },
    keys: () => [],
    log: () => undefined,
  });
  if (!journal.ok) {
    say(`FAILED ${JSON.stringify(journal.error)}\n`);
    return;
  }
  for (let at = number; ; at += 1) {
    const group = Array.from({ length: 1 + (at % 9) }, async (_, index) => {
      const name = `${opening}.${at}.${index}.${'x'.repeat((at * 997) % 6_000)}`;
      const receipt = await journal.value.append('VAULT-SET', { name });
      // Synchronous: a line that the parent reads was acknowledged before the kill.
      if (receipt.ok) say(`${number} ${receipt.value.seq} ${receipt.value.hash}\n`);
    });
    await Promise.all(group);
  }
}

/** Says it even when the parent is slow to listen, and its pipe is full. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'EAGAIN') throw error;
    }
  }
}
