import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../../../tests/support/journal-kit';
import { exportCast } from './export-cast';

it('leaves what was there, and nothing of its own, where the recording cannot be read to its end', async () => {
  const folder = tempFolder();
  const [old, fresh] = [join(folder, 'old.cast'), join(folder, 'fresh.cast')];
  mkdirSync(join(folder, 'recording'));
  writeFileSync(old, 'last week’s');
  await expect(exportCast(join(folder, 'recording'), old, true)).rejects.toThrow('EISDIR');
  await expect(exportCast(join(folder, 'recording'), fresh, false)).rejects.toThrow('EISDIR');
  expect(readdirSync(folder).sort()).toEqual(['old.cast', 'recording']);
  expect(readFileSync(old, 'utf8')).toBe('last week’s');
});

it('replaces a file only where a person said so', async () => {
  const folder = tempFolder();
  const [recording, file] = [join(folder, 'recording'), join(folder, 'a.cast')];
  writeFileSync(recording, `${JSON.stringify({ version: 3, term: { cols: 80, rows: 24 }, timestamp: 1 })}\n${JSON.stringify([0.5, 'o', 'hello'])}\n`);
  await exportCast(recording, file, false);
  const exported = readFileSync(file, 'utf8');
  expect(exported).toContain('hello');
  await expect(exportCast(recording, file, false)).rejects.toThrow('EEXIST');
  expect(readFileSync(file, 'utf8')).toBe(exported);
  writeFileSync(recording, readFileSync(recording, 'utf8').replace('hello', 'again'));
  await exportCast(recording, file, true);
  expect(readFileSync(file, 'utf8')).toContain('again');
  expect(readdirSync(folder).sort()).toEqual(['a.cast', 'recording']);
});
