import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRunbookFiles } from './runbook-files';

describe('runbook texts', () => {
  let root = '';
  beforeEach(async () => void (root = await mkdtemp(join(tmpdir(), 'texts-'))));
  afterEach(() => rm(root, { recursive: true }));

  it('are written once, and again only when they were altered', async () => {
    const shelf = createRunbookFiles(root);
    const put = await shelf.put('# 가\n');
    if (!put.ok) throw new Error(put.error.code);
    const file = join(root, `${put.value}.md`);
    const before = await stat(file);
    expect(await shelf.put('# 가\n')).toEqual(put);
    expect((await stat(file)).ino).toBe(before.ino);
    await writeFile(file, '# 나\n');
    expect(await shelf.get(put.value)).toBeNull();
    await shelf.put('# 가\n');
    expect(await readFile(file, 'utf8')).toBe('# 가\n');
    expect(await shelf.get(put.value)).toBe('# 가\n');
    expect(await readdir(root)).toEqual([`${put.value}.md`]);
    expect(await shelf.get('../../etc/passwd')).toBeNull();
  });
});
