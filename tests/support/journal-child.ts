import { performance } from 'node:perf_hooks';
import { argv, stdout } from 'node:process';
import { writeSync } from 'node:fs';
import { openJournal } from '../../main/adapters/journal-file/open-journal';
import { seedSigner } from '../../main/adapters/signer/ed25519';

// Appends without end, in groups of changing size, and prints each acknowledged entry: to be killed at any moment.
const [, , root = '', opening = '0'] = argv;

const result = await openJournal({
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
if (!result.ok) {
  stdout.write(`FAILED ${JSON.stringify(result.error)}\n`);
} else {
  const journal = result.value;
  for (let at = 0; ; at += 1) {
    const group = Array.from({ length: 1 + (at % 9) }, async (_, index) => {
      const name = `${opening}.${at}.${index}.${'x'.repeat((at * 997) % 6_000)}`;
      const receipt = await journal.append('VAULT-SET', { name });
      // Synchronous: a line that the parent reads was acknowledged before the kill.
      if (receipt.ok) say(`${receipt.value.seq} ${receipt.value.hash}\n`);
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
