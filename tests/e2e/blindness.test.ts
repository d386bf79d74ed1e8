import { describe, expect, it } from 'vitest';
import { alertmanagerMissing, createRealAlertmanager } from '../lab/support/alertmanager';
import { afterThisTest, newDevice, startApp } from './support/app';
import { ask, must } from './support/desk';
import { screenshot } from './support/screenshot';
import { until } from './support/until';
import { createWorkspace, listenTo } from './support/workspace';

describe.skipIf(alertmanagerMissing !== null)('a real Alertmanager', () => {
  it('that dies is announced by name, what it held becomes unknown, and it comes back', async () => {
    const alertmanager = await createRealAlertmanager();
    afterThisTest(() => alertmanager.remove());
    await alertmanager.start();
    await alertmanager.fire({ alertname: 'DiskFull', severity: 'critical', instance: 'db-01:9100' });
    const app = await startApp(newDevice());
    const { page } = app;
    listenTo(await createWorkspace(app), alertmanager.url);
    await page.getByRole('option', { name: /DiskFull/ }).waitFor();

    await alertmanager.kill();
    const banners = page.getByRole('list', { name: 'What cannot be seen, and warnings' });
    await banners.getByText('Blind').waitFor({ timeout: 90_000 });
    await banners.getByText('am-us', { exact: true }).waitFor();
    await page.getByRole('option', { name: /DiskFull/ }).getByText(/unknown/).waitFor();
    await screenshot(page, 'blind');

    await alertmanager.start();
    await alertmanager.fire({ alertname: 'DiskFull', severity: 'critical', instance: 'db-01:9100' });
    await banners.getByRole('button', { name: 'Probe now: am-us' }).click();
    await banners.getByText('am-us', { exact: true }).waitFor({ state: 'hidden' });
    await page.getByRole('option', { name: /DiskFull/ }).getByText('firing').waitFor();
    const codes = must(await ask(page, 'journal', 'page', { before: null, limit: 50, op: null, code: null, text: null })).entries.map((entry) => entry.code);
    expect(codes).toEqual(expect.arrayContaining(['SOURCE-LOST', 'SOURCE-BACK']));
  });

  it('is polled while the window is hidden, and the window comes back from the tray', async () => {
    const alertmanager = await createRealAlertmanager();
    afterThisTest(() => alertmanager.remove());
    await alertmanager.start();
    const app = await startApp(newDevice());
    const { page, electron } = app;
    listenTo(await createWorkspace(app), alertmanager.url);
    await page.getByText('sources 1 of 1 seen').waitFor();

    const visible = (): Promise<boolean[]> => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()));
    await electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.close();
    });
    await until('the window is hidden', async () => (await visible()).every((each) => !each));
    await alertmanager.fire({ alertname: 'DiskFull', severity: 'critical' }, { alertname: 'Odd' });
    await until('the alerts are counted behind the hidden window', async () => {
      const { counts } = must(await ask(page, 'app', 'frame'));
      return counts['911'] === 1 && counts.ungraded === 1;
    });
    expect(await visible()).toEqual([false]);
    await electron.evaluate(({ app: electronApp }) => {
      electronApp.emit('activate');
    });
    await until('the window is back', async () => (await visible())[0]);
    await page.getByRole('option', { name: /DiskFull/ }).waitFor();
  });
});
