import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { bundle } from '../../../tests/support/bundle';
import { tempFolder } from '../../../tests/support/journal-kit';
import { takeDeskLock } from './desk-lock';

const here = dirname(fileURLToPath(import.meta.url));
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const racer = await bundle(join(here, '../../../tests/support/lock-racer.ts'), tempFolder());

interface Racer {
  readonly pid: number;
  go(): Promise<string>;
  kill(): Promise<void>;
}

async function start(folder: string, boot: string): Promise<Racer> {
  const child = spawn(process.execPath, [racer, folder, boot], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  child.stdout.setEncoding('utf8');
  await once(child.stdout, 'data');
  return {
    pid: child.pid ?? 0,
    go: async () => {
      child.stdin.write('go\n');
      return String(await once(child.stdout, 'data')).trim();
    },
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

describe('the desk lock', () => {
  it('is held by one, names the holder, and can be taken again after it was let go', () => {
    const folder = tempFolder();
    const first = takeDeskLock(folder, 'boot');
    expect(takeDeskLock(folder, 'boot')).toMatchObject({ ok: false, error: { code: 'desk-taken', values: { pid: process.pid } } });
    if (first.ok) first.value.release();
    expect(takeDeskLock(folder, 'boot')).toMatchObject({ ok: true });
    expect(readdirSync(folder)).toEqual(['lock-0000000002']);
  });

  it.each([
    ['another boot', { pid: process.pid, started: 'x', boot: 'earlier', released: false }],
    ['another process under the same pid', { pid: process.pid, started: 'x', boot: 'boot', released: false }],
    ['a pid that nobody has', { pid: 2 ** 22 + 1, started: '1', boot: 'boot', released: false }],
  ])('does not take a holder from %s for alive', (_what, holder) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'lock-0000000007'), JSON.stringify(holder));
    expect(takeDeskLock(folder, 'boot')).toMatchObject({ ok: true });
    expect(readdirSync(folder)).toEqual(['lock-0000000008']);
  });

  it('goes to exactly one of twenty, again and again, each time after its holder was killed', { timeout: 120_000 }, async () => {
    const folder = tempFolder();
    for (let round = 0; round < 2; round += 1) {
      const racers = await Promise.all(Array.from({ length: 20 }, () => start(folder, 'boot')));
      const results = await Promise.all(racers.map((one) => one.go()));
      const winners = racers.filter((_, at) => results[at] === 'won');
      expect(winners, results.join()).toHaveLength(1);
      // Whoever lost was told who won, unless it looked before the winner's file was there.
      expect(results.filter((result) => result !== 'won').every((result) => result === `lost ${winners[0]?.pid}`)).toBe(true);
      await Promise.all(racers.map((one) => one.kill()));
    }
  });
});
