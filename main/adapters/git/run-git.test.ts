import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { tempFolder } from '../../../tests/support/journal-kit';
import { runGit } from './run-git';

const ready = process.platform !== 'win32' && spawnSync('git', ['--version']).error === undefined;
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function git(root: string, ...args: string[]): string {
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@x.invalid', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', root, ...who, ...args], { env: { PATH: process.env['PATH'], HOME: root }, encoding: 'utf8' }).trim();
}

/** A `git` that does what a script says, in front of the real one. */
function pretend(script: string): void {
  const folder = tempFolder();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'git'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH'] ?? ''}`);
}

/** Waits for a file, and for whatever was said before it was made: that is in the pipe then, and read within a turn. */
async function there(file: string): Promise<void> {
  const turn = (): Promise<unknown> => new Promise((resolve) => setImmediate(resolve));
  while (!existsSync(file)) await turn();
  for (let turns = 0; turns < 3; turns += 1) await turn();
}

describe.skipIf(!ready && process.env['CI'] === undefined)('git', () => {
  it('is waited for while it speaks, however long the whole takes', async () => {
    const folder = tempFolder();
    pretend(`for n in 1 2 3; do printf "Receiving objects: %s%% (1/20)\\r" $n >&2; : > ${folder}/said$n; until [ -e ${folder}/go$n ]; do sleep 0.02; done; done; echo "fatal: the end" >&2; exit 3`);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answer = runGit(folder, ['fetch'], { patience: { silent: 60_000, whole: 600_000, tidy: 1_000 } });
    for (const turn of ['1', '2', '3']) {
      await there(join(folder, `said${turn}`));
      vi.advanceTimersByTime(50_000);
      writeFileSync(join(folder, `go${turn}`), '');
    }
    expect(await answer).toMatchObject({ code: 3, err: 'fatal: the end\n', ended: null });
  });

  it('is asked to end where it is silent, which lets it tidy up, and killed where it does not', async () => {
    const patience = { silent: 60_000, whole: 600_000, tidy: 2_000 };
    const [willing, deaf] = [tempFolder(), tempFolder()];
    pretend(`trap 'echo tidied > ${willing}/said; exit 1' TERM; : > ${willing}/ready; while :; do sleep 0.02; done`);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = runGit(willing, ['fetch'], { patience });
    await there(join(willing, 'ready'));
    vi.advanceTimersByTime(patience.silent);
    expect(await asked).toMatchObject({ code: 1, ended: 'no answer within 60 s' });
    expect(readFileSync(join(willing, 'said'), 'utf8')).toBe('tidied\n');
    vi.unstubAllEnvs();
    pretend(`trap '' TERM; : > ${deaf}/ready; while :; do sleep 0.02; done`);
    const killed = runGit(deaf, ['fetch'], { patience });
    await there(join(deaf, 'ready'));
    vi.advanceTimersByTime(patience.silent + patience.tidy);
    expect(await killed).toMatchObject({ code: null, ended: 'no answer within 60 s' });
  });

  it('is ended where it speaks for ever', async () => {
    pretend('while :; do echo "Receiving objects:  1% (1/9)" >&2; sleep 0.05; done');
    expect(await runGit(tempFolder(), ['fetch'], { patience: { silent: 60_000, whole: 500, tidy: 100 } })).toMatchObject({ ended: 'not done within 0 min', err: '' });
  });

  it('believes what commits say of their parents, and no graph beside them', async () => {
    const root = tempFolder();
    git(root, 'init', '--quiet');
    const [first = '', second = '', third = ''] = ['one', 'two', 'three'].map((message) => {
      git(root, 'commit', '--quiet', '--allow-empty', '-m', message);
      return git(root, 'rev-parse', 'HEAD');
    });
    git(root, '-c', 'commitGraph.generationVersion=1', 'commit-graph', 'write', '--reachable');
    forge(root, { of: first, parent: third, generations: { [first]: 5, [second]: 6 } });
    const isAncestor = (older: string, newer: string) => runGit(join(root, '.git'), ['merge-base', '--is-ancestor', older, newer]);
    expect(git(root, 'merge-base', '--is-ancestor', third, second)).toBe('');
    expect(await isAncestor(third, second)).toMatchObject({ code: 1 });
    expect(await isAncestor(first, third)).toMatchObject({ code: 0, err: '' });
  });

  it('says nothing of how we call it', async () => {
    const root = tempFolder();
    git(root, 'init', '--quiet');
    git(root, 'commit', '--quiet', '--allow-empty', '-m', 'unsigned');
    expect((await runGit(join(root, '.git'), ['verify-commit', '--raw', 'HEAD'])).err).not.toContain('hint');
  });
});

/** Gives a commit another parent in the commit graph, which carries no signature and whose checksum git does not look at. */
function forge(root: string, { of, parent, generations }: { of: string; parent: string; generations: Readonly<Record<string, number>> }): void {
  const file = join(root, '.git/objects/info/commit-graph');
  const bytes = readFileSync(file);
  const chunk = (name: string): number => {
    const at = bytes.indexOf(name, 8, 'latin1');
    return Number(bytes.readBigUInt64BE(at + 4));
  };
  const [names, data] = [chunk('OIDL'), chunk('CDAT')];
  const count = bytes.readUInt32BE(chunk('OIDF') + 255 * 4);
  const place = (commit: string): number => Array.from({ length: count }, (_, at) => bytes.toString('hex', names + at * 20, names + at * 20 + 20)).indexOf(commit);
  bytes.writeUInt32BE(place(parent), data + place(of) * 36 + 20);
  for (const [commit, generation] of Object.entries(generations)) {
    const at = data + place(commit) * 36 + 28;
    bytes.writeUInt32BE(((generation << 2) | (bytes.readUInt32BE(at) & 3)) >>> 0, at);
  }
  chmodSync(file, 0o644);
  writeFileSync(file, bytes);
}
