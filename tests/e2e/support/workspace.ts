import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { temporaryFolder, type App } from './app';
import { ask, must } from './desk';

/** A workspace made by the app itself, opened in its window. @returns its folder */
export async function createWorkspace({ page }: App): Promise<string> {
  const folder = join(temporaryFolder('workspace'), 'acme');
  must(await ask(page, 'workspace', 'create', { path: folder, name: 'acme-live', person: 'Kim', timezone: 'Asia/Seoul' }));
  await page.getByRole('button', { name: 'Workspace acme-live' }).waitFor();
  return folder;
}

/** Replaces a file of a workspace, as a person's editor would. */
export function writeYaml(folder: string, file: string, content: Readonly<Record<string, unknown>>): void {
  writeFileSync(join(folder, file), stringify({ version: 1, ...content }, { lineWidth: 0 }));
}

/** Has the workspace listen to one Alertmanager, every two seconds. */
export function listenTo(folder: string, url: string): void {
  writeYaml(folder, 'breakglass.yaml', {
    name: 'acme-live',
    timezone: 'Asia/Seoul',
    grading: [{ when: 'severity=~"critical|page"', grade: '911', ring: 'ask' }],
    sources: [{ id: 'am-us', kind: 'alertmanager', url, every: '2s' }],
  });
}
