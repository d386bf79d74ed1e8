import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { chance } from '../support/chance';
import { keyOf, opened, tempFolder } from '../support/journal-kit';

const here = dirname(fileURLToPath(import.meta.url));
const verifier = join(here, '../../scripts/verify-journal');
const full = process.env['BREAKGLASS_FULL'] === '1';
const seed = Number(process.env['BREAKGLASS_SEED'] ?? 20_261_122);

/**
 * How many journals one process writes, each below a root of its own: starting a process takes most of a kill's time. The
 * full form has one for each kill.
 */
const together = full ? 1 : 4;
const kills = (full ? 5_000 : 1_000) / together;

/** How often the same journals are killed, so that what a kill left is built upon, and killed again. */
const perRoot = 25;

/** Groups of journals that are killed side by side: one waits for the disk while the other needs a processor. */
const lanes = 2;

/** When a writer is killed: `ms` after it says that it opens its journals, or after its first acknowledgement. */
interface Moment {
  readonly after: 'opening' | 'acknowledged';
  readonly ms: number;
}

/** Runs the writer and kills it without warning; what it had acknowledged, by root. */
function killed(child: string, roots: readonly string[], opening: string, { after, ms }: Moment): Promise<readonly (readonly string[])[]> {
  return new Promise((resolve, reject) => {
    const writer = spawn(process.execPath, [child, opening, ...roots], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    let armed = false;
    writer.stdout.setEncoding('utf8');
    writer.stdout.on('data', (chunk: string) => {
      output += chunk;
      const reached = after === 'opening' ? output !== '' : /\n\d/.test(output);
      if (reached && !armed) setTimeout(() => writer.kill('SIGKILL'), ms);
      armed ||= reached;
      if (output.includes('FAILED')) writer.kill('SIGKILL');
    });
    writer.on('error', reject);
    writer.on('close', () => {
      if (output.includes('FAILED')) reject(new Error(output));
      const receipts = output.split('\n').slice(1, -1).map((line) => line.split(' '));
      resolve(roots.map((_, root) => receipts.filter(([of]) => of === String(root)).map(([, seq = '', hash = '']) => `${seq} ${hash}`)));
    });
  });
}

/** Every entry that lies below a root, as its writer acknowledges one, and how many of them say that a torn tail was cut. */
function entriesBelow(root: string): { readonly receipts: ReadonlySet<string>; readonly repairs: number } {
  const folder = join(root, 'journal/kim.laptop');
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1));
  const receipts = lines.map((line) => `${String((JSON.parse(line) as { seq: number }).seq)} ${createHash('sha256').update(line).digest('hex')}`);
  return { receipts: new Set(receipts), repairs: lines.filter((line) => line.includes('"code":"JOURNAL-REPAIR"')).length };
}

it(`loses no acknowledged entry of ${kills * together} journals under kill -9 (R4), and verifies after it`, { timeout: 7_200_000 }, async () => {
  const child = await bundle(join(here, '../support/journal-child.ts'), tempFolder());
  const keys = join(tempFolder(), 'keys');
  const { writer, publicKey } = keyOf('kim.laptop', 1);
  writeFileSync(keys, `${writer} ${publicKey}\n`);
  const seen = { acknowledged: 0, repairs: 0, unacknowledged: 0 };

  /** Kills one group of journals over and over; then both verifiers read each of them, and nothing may be missing. */
  const group = async (number: number): Promise<void> => {
    const random = chance(seed + number);
    const roots = Array.from({ length: together }, tempFolder);
    const acknowledged = roots.map((): string[] => []);
    for (let at = 0; at < perRoot; at += 1) {
      const moment: Moment = { after: random() < 0.25 ? 'opening' : 'acknowledged', ms: random() * 30 };
      const receipts = await killed(child, roots, `${number}.${at}`, moment);
      receipts.forEach((list, root) => acknowledged[root]?.push(...list));
      if (receipts.flat().length === 0) seen.unacknowledged += 1;
    }
    for (const [at, root] of roots.entries()) {
      const journal = await opened(root);
      expect(await journal.verify(), `seed ${seed}`).toMatchObject({ ok: true });
      await journal.close();
      const { receipts, repairs } = entriesBelow(root);
      const mine = acknowledged[at] ?? [];
      expect(mine.filter((receipt) => !receipts.has(receipt)), `seed ${seed}`).toEqual([]);
      seen.acknowledged += mine.length;
      seen.repairs += repairs;
    }
    // Rejects with what it says when a single one of them is in doubt.
    await promisify(execFile)(process.execPath, [verifier, ...roots, '--keys', keys]);
  };

  const groups = Array.from({ length: kills / perRoot }, (_, number) => number);
  const work = groups[Symbol.iterator]();
  await Promise.all(Array.from({ length: lanes }, async () => {
    for (const number of work) await group(number);
  }));
  const { acknowledged, repairs, unacknowledged } = seen;
  process.stdout.write(`journal kills: seed ${seed}, ${kills * together} journals in ${kills} processes killed, ${acknowledged} acknowledged entries, 0 missing, ${repairs} repairs, ${unacknowledged} killed before the first\n`);
  // Whoever was to be killed after an acknowledgement gave one, on the slowest machine, too.
  expect(acknowledged).toBeGreaterThanOrEqual(kills - unacknowledged);
  expect(unacknowledged).toBeLessThan(kills / 2);
});
