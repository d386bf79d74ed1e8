import { expect, it } from 'vitest';
import { startPretendAlertmanager } from '../../main/drill/pretend-alertmanager';
import { afterThisTest, newDevice, startApp, type App } from './support/app';
import { breakglass } from './support/cli';
import { ask, must } from './support/desk';
import { until } from './support/until';
import { createWorkspace, listenTo } from './support/workspace';

// What one operator looks at, on the screen of another: by a link that opens a view and does nothing.
it('a saved view opens on a colleague’s console by its link, and nothing acts', async () => {
  const alertmanager = await startPretendAlertmanager(Date.now);
  afterThisTest(() => alertmanager.stop());
  for (const instance of ['db-01:9100', 'db-02:9100']) alertmanager.fire({ alertname: 'DiskFull', severity: 'critical', instance }, { summary: 'A disk is full' });
  const open = async (): Promise<{ app: App; folder: string; device: ReturnType<typeof newDevice> }> => {
    const device = newDevice();
    const app = await startApp(device);
    const folder = await createWorkspace(app);
    listenTo(folder, alertmanager.url);
    return { app, folder, device };
  };
  const [mine, theirs] = await Promise.all([open(), open()]);
  await Promise.all([mine, theirs].map(({ app }) => app.page.getByRole('option', { name: /DiskFull/ }).first().waitFor()));

  const { page } = mine.app;
  await page.getByRole('searchbox', { name: 'Search' }).fill('instance=~"db-02.*"');
  await page.getByRole('button', { name: /^Views/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Views' });
  await dialog.getByRole('textbox', { name: /Keep/ }).fill('second database');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'second database', exact: true }).waitFor();
  await dialog.getByRole('button', { name: /link/i }).click();
  const link = await mine.app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(link).toMatch(/^breakglass:\/\//);

  const before = must(await ask(theirs.app.page, 'app', 'frame')).journal.seq;
  const opened = await breakglass(theirs.device, '-C', theirs.folder, 'open', link);
  expect(opened.code, opened.err).toBe(0);
  const search = theirs.app.page.getByRole('searchbox', { name: 'Search' });
  await until('the colleague sees the same search', async () => (await search.inputValue()) === 'instance=~"db-02.*"');
  await until('and the same alert', async () => (await theirs.app.page.getByRole('option', { name: /DiskFull/ }).count()) === 1);
  expect(must(await ask(theirs.app.page, 'app', 'frame')).journal.seq).toBe(before);
});
