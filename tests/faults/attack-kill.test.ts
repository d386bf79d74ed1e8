import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Sshd } from '../lab/support/sshd';
import { buildTerminal, jsonLines, Laptop, type Said } from '../lab/support/terminal';
import { hostsOf, journalFile, runbook, writeWorkspace } from '../lab/support/workspace';

// Laws 1 and 3, attacked: the whole console is killed at a random moment of a run of three steps on two hosts.
const trials = process.env['BREAKGLASS_FULL'] === '1' ? 40 : Number(process.env['BREAKGLASS_KILLS'] ?? 1);
const seed = Number(process.env['BREAKGLASS_SEED'] ?? 20_261_122);

let laptop: Laptop;
let sshd: Sshd;

beforeAll(async () => {
  await buildTerminal();
  laptop = new Laptop();
  sshd = await Sshd.start({ addresses: 3 });
});
afterAll(async () => {
  await laptop.remove();
  await sshd.stop();
});

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

interface Entry {
  readonly seq: number;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const entriesOf = (root: string): Entry[] => {
  const folder = join(journalFile(root), '..');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort().flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Entry));
};

/** Goes on with the run as a person would, until nothing is open; what it took. */
async function settled(root: string, run: string): Promise<{ outcome: string; said: Said }> {
  const on = (...args: string[]): Promise<Said> => laptop.run(['-C', root, ...args, '--json']);
  for (let round = 0; ; round += 1) {
    const said = await on('attach', run);
    const last = jsonLines(said.out).at(-1);
    if (last?.['state'] === 'ended') return { outcome: String(last['outcome']), said };
    if (round === 4) throw new Error(`not settled: ${said.out} ${said.err}`);
    await on('resume', run);
  }
}

it(`starts no step twice and loses nothing acknowledged, killed ${String(trials)} times`, { timeout: 1_200_000 }, async () => {
  const random = chance(seed);
  // On a quiet machine the run itself takes some two seconds.
  const longest = trials > 5 ? 3_500 : 1_200;
  let [before, within, after] = [0, 0, 0];
  for (let trial = 0; trial < trials; trial += 1) {
    const name = `kill-${String(trial)}`;
    const counter = join(sshd.home, `${name}.count`);
    const step = (at: number): readonly [string, string] => [`name=s${String(at)}, on=host, danger=read`, `set -- $SSH_CONNECTION; echo "${String(at)} api-0\${3#127.0.0.}" >> "$HOME/${name}.count"; echo begun; sleep 0.2; echo done`];
    const root = writeWorkspace(join(laptop.folder, name), {
      'hosts.yaml': hostsOf(sshd),
      'runbooks/three.md': runbook('Three', step(1), step(2), step(3)).replaceAll('type: host', 'type: host, many: true'),
    });
    const args = ['runbooks/three.md', '--set', 'host=api-01,api-02'];
    const planned = await laptop.run(['-C', root, 'plan', ...args, '--json']);
    expect(planned, planned.err).toMatchObject({ code: 0 });
    const { hash } = JSON.parse(planned.out) as { hash: string };
    const running = laptop.start(['-C', root, 'run', ...args, '--yes', hash, '--reason', 'attack', '--json']);
    const pause = random() * longest;
    await Promise.race([running.said('"type":"plan"'), running.ended]);
    await new Promise((resolve) => setTimeout(resolve, pause));
    const intentsSeen = entriesOf(root);
    if (running.child.exitCode === null) running.signalGroup('SIGKILL');
    const killed = await running.ended;
    const acknowledged = intentsSeen.map(({ seq, code }) => `${String(seq)} ${code}`);
    const run = entriesOf(root).find(({ code }) => code === 'RUN-PLAN')?.data['run'];
    if (typeof run !== 'string') {
      before += 1;
      expect(existsSync(counter), name).toBe(false);
      continue;
    }
    if (killed.code === 0) after += 1;
    else within += 1;
    const { outcome } = await settled(root, run);
    const started = existsSync(counter) ? readFileSync(counter, 'utf8').trim().split('\n') : [];
    expect(new Set(started).size, `${name} seed ${String(seed)}: ${started.join('; ')}`).toBe(started.length);
    if (outcome === 'ok') expect(started).toHaveLength(6);
    const entries = entriesOf(root);
    const there = new Set(entries.map(({ seq, code }) => `${String(seq)} ${code}`));
    expect(acknowledged.filter((each) => !there.has(each)), name).toEqual([]);
    // Whatever began at a host was intended in the journal.
    const intents = new Set(entries.filter(({ code }) => code === 'STEP-INTENT').map(({ data }) => `${String(data['position'])} ${String(data['host'])}`));
    expect(started.filter((each) => !intents.has(each)), name).toEqual([]);
    expect(await laptop.run(['-C', root, 'journal', 'verify']), name).toMatchObject({ code: 0 });
    const independent = spawnSync(join(import.meta.dirname, '../../scripts/verify-journal'), [root], { encoding: 'utf8' });
    expect(independent.status, `${name} ${independent.stdout}${independent.stderr}`).toBe(0);
  }
  process.stdout.write(`console kills: seed ${String(seed)}, ${String(trials)} kills: ${String(before)} before the run, ${String(within)} within, ${String(after)} after; no step twice\n`);
});
