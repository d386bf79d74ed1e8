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
