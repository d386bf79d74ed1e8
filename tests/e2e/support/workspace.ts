import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { temporaryFolder, type App } from './app';
import { ask, must } from './desk';

/** A workspace made by the app itself, opened in its window. */
export async function createWorkspace({ page }: App, person = 'Kim'): Promise<string> {
  const folder = join(temporaryFolder('workspace'), 'acme');
  must(await ask(page, 'workspace', 'create', { path: folder, name: 'acme-live', person, timezone: 'Asia/Seoul' }));
  await page.getByRole('button', { name: 'Workspace acme-live' }).waitFor();
  return folder;
}

/** Replaces a list of a workspace file, as a person's editor would: `sources: []` by real ones. */
export function setList(folder: string, file: string, name: string, entries: readonly unknown[]): void {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const list = new RegExp(`^${name}: .*(\\n- .*|\\n  .*)*$`, 'm');
  if (!list.test(before)) throw new Error(`${file} has no list called ${name}`);
  writeFileSync(path, before.replace(list, () => stringify({ [name]: entries }, { lineWidth: 0, collectionStyle: 'flow' }).trim().replace(/^\{ /, '').replace(/ \}$/, '')));
}
