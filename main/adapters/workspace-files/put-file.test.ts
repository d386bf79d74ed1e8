import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/journal-kit';
import { putFile } from './put-file';

it('makes a new file with its folders, and never replaces one that is there', async () => {
  const root = tempFolder();
  expect(await putFile(root, 'runbooks/imported/a.md', null, 'one')).toEqual({ ok: true, value: undefined });
  expect(await putFile(root, 'runbooks/imported/a.md', null, 'two')).toMatchObject({ ok: false, error: { code: 'workspace-moved-on' } });
  expect(readFileSync(join(root, 'runbooks/imported/a.md'), 'utf8')).toBe('one');
});

it('changes a file only from what was seen', async () => {
  const root = tempFolder();
  writeFileSync(join(root, 'hosts.yaml'), 'hosts: []\n');
  expect(await putFile(root, 'hosts.yaml', 'hosts: [] # seen\n', 'x')).toMatchObject({ ok: false, error: { code: 'workspace-moved-on' } });
  expect(await putFile(root, 'hosts.yaml', 'hosts: []\n', 'hosts: [] # more\n')).toMatchObject({ ok: true });
  expect(readFileSync(join(root, 'hosts.yaml'), 'utf8')).toBe('hosts: [] # more\n');
});

it('does not write through a folder that leads out of the workspace', async () => {
  const [root, elsewhere] = [tempFolder(), tempFolder()];
  mkdirSync(join(root, 'runbooks'));
  symlinkSync(elsewhere, join(root, 'runbooks', 'imported'));
  expect(await putFile(root, 'runbooks/imported/a.md', null, 'x')).toMatchObject({ ok: false, error: { code: 'workspace-path-outside' } });
  expect(existsSync(join(elsewhere, 'a.md'))).toBe(false);
});
