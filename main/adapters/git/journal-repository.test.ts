import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
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
