import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/journal-kit';
import { createJournalRepository } from './journal-repository';

const ready = spawnSync('git', ['--version']).error === undefined;

describe.skipIf(!ready && process.env['CI'] === undefined)('a repository that could not be made', () => {
  it('is a failure, and is made once the disk allows', async () => {
    const [here, far] = [join(tempFolder(), 'own'), tempFolder()];
    spawnSync('git', ['init', '--quiet', '--bare', far]);
    writeFileSync(here, 'a file stands where the folder should be');
    const repository = createJournalRepository(join(here, 'team.git'));
    const remote = { id: 'r', url: `file://${far}` };
    expect(await repository.fetch(remote)).toMatchObject({ ok: false, error: { code: 'sync-remote-down', values: { remote: 'r' } } });
    rmSync(here);
    mkdirSync(here);
    expect(await repository.fetch(remote)).toEqual({ ok: true, value: [] });
  });
});

describe.skipIf(!ready && process.env['CI'] === undefined)('what a killed git left behind', () => {
  it('is taken away once nobody can be writing it', async () => {
    const [here, far] = [join(tempFolder(), 'own'), tempFolder()];
    spawnSync('git', ['init', '--quiet', '--bare', far]);
    const repository = createJournalRepository(here);
    expect(await repository.fetch({ id: 'r', url: `file://${far}` })).toMatchObject({ ok: true });
    const packs = join(here, 'objects/pack');
    for (const name of ['tmp_pack_old', 'tmp_pack_new', 'pack-kept.keep']) writeFileSync(join(packs, name), 'x');
    const long = Date.now() / 1_000 - 7_200;
    for (const name of ['tmp_pack_old', 'pack-kept.keep']) utimesSync(join(packs, name), long, long);
    await repository.tidy();
    expect(['tmp_pack_old', 'tmp_pack_new', 'pack-kept.keep'].filter((name) => existsSync(join(packs, name)))).toEqual(['tmp_pack_new', 'pack-kept.keep']);
  });
});

describe.skipIf(!ready && process.env['CI'] === undefined)('refs of a remote that are no journals', () => {
  it('keep no journal from being settled, also where they stand in its way', async () => {
    const [here, far] = [join(tempFolder(), 'own'), tempFolder()];
    const git = (...args: string[]): string => spawnSync('git', ['--git-dir', far, '-c', 'user.name=x', '-c', 'user.email=x@x.invalid', ...args], { encoding: 'utf8', input: '' }).stdout.trim();
    git('init', '--quiet', '--bare', far);
    const commit = git('commit-tree', '-m', 'x', git('mktree'));
    const repository = createJournalRepository(here);
    const remote = { id: 'r', url: `file://${far}` };
    const offered = async (): Promise<string[]> => {
      const fetched = await repository.fetch(remote);
      if (fetched.ok) await repository.settle(remote, fetched.value);
      return fetched.ok ? fetched.value.map(({ writer, mark }) => `${writer} ${mark === '' ? 'gone' : 'there'}`).sort() : [fetched.error.code];
    };
    for (const writer of ['kim.laptop', 'lee.laptop']) git('update-ref', `refs/breakglass/${writer}`, commit);
    expect(await offered()).toEqual(['kim.laptop there', 'lee.laptop there']);
    git('update-ref', '-d', 'refs/breakglass/lee.laptop');
    git('update-ref', 'refs/breakglass/lee.laptop/x', commit);
    expect(await offered()).toEqual(['lee.laptop gone']);
    expect(await offered()).toEqual([]);
    git('update-ref', '-d', 'refs/breakglass/lee.laptop/x');
    git('update-ref', 'refs/breakglass/lee.laptop', commit);
    expect(await offered()).toEqual(['lee.laptop there']);
    expect(await offered()).toEqual([]);
  });
});
