import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bundle } from '../support/bundle';
import { keyOf, opened, tempFolder } from '../support/journal-kit';

const here = dirname(fileURLToPath(import.meta.url));
const trials = process.env['BREAKGLASS_FULL'] === '1' ? 5_000 : 100;
const seed = Number(process.env['BREAKGLASS_SEED'] ?? 20_261_122);

/** A repeatable sequence of numbers below one (mulberry32). */
function chance(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs the writer, kills it without warning `afterMs` after its first acknowledgement; what it had acknowledged. */
function killed(child: string, root: string, opening: number, afterMs: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const writer = spawn(process.execPath, [child, root, String(opening)], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    let armed = false;
    writer.stdout.setEncoding('utf8');
    writer.stdout.on('data', (chunk: string) => {
      output += chunk;
      if (output.startsWith('FAILED')) reject(new Error(output));
      if (!armed) setTimeout(() => writer.kill('SIGKILL'), afterMs);
      armed = true;
    });
    writer.on('error', reject);
    writer.on('close', () => resolve(output.split('\n').slice(0, -1)));
  });
}

it(`loses no acknowledged entry under ${trials} kills (R4), and verifies after each`, { timeout: 7_200_000 }, async () => {
  const random = chance(seed);
  const child = await bundle(join(here, '../support/journal-child.ts'), tempFolder());
  const keys = join(tempFolder(), 'keys');
  const { writer, publicKey } = keyOf('kim.laptop', 1);
  writeFileSync(keys, `${writer} ${publicKey}\n`);
  const perRoot = 10;
  let [entries, repairs] = [0, 0];
  for (let trial = 0; trial < trials; trial += perRoot) {
    const root = tempFolder();
    const acknowledged: string[] = [];
    // One journal is killed ten times over, so that repairs are built upon repairs.
    for (let at = 0; at < perRoot; at += 1) acknowledged.push(...(await killed(child, root, trial + at, random() * 30)));
    const journal = await opened(root);
    expect(await journal.verify(), `seed ${seed}`).toMatchObject({ ok: true });
    await journal.close();
    const there = new Set<string>();
    for (const file of readdirSync(join(root, 'journal/kim.laptop'))) {
      for (const line of readFileSync(join(root, 'journal/kim.laptop', file), 'utf8').split('\n').slice(0, -1)) {
        there.add(`${String((JSON.parse(line) as { seq: number }).seq)} ${createHash('sha256').update(line).digest('hex')}`);
        if (line.includes('"code":"JOURNAL-REPAIR"')) repairs += 1;
      }
    }
    expect(acknowledged.filter((receipt) => !there.has(receipt)), `seed ${seed}`).toEqual([]);
    const independent = spawnSync(join(here, '../../scripts/verify-journal'), [root, '--keys', keys], { encoding: 'utf8' });
    expect(independent.status, independent.stdout + independent.stderr).toBe(0);
    entries += acknowledged.length;
  }
  process.stdout.write(`journal kills: seed ${seed}, ${trials} kills, ${entries} acknowledged entries, 0 missing, ${repairs} repairs\n`);
  expect(entries).toBeGreaterThanOrEqual(trials);
});
