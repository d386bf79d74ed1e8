import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startPretendAlertmanager } from '../../main/drill/pretend-alertmanager';
import { afterThisTest, commandLine, newDevice, startApp } from './support/app';
import { breakglass } from './support/cli';
import { ask, must } from './support/desk';
import { until } from './support/until';
import { createWorkspace, listenTo } from './support/workspace';

describe('two consoles', () => {
  it('a terminal hands its commands to the window that has the desk', async () => {
    const alertmanager = await startPretendAlertmanager(Date.now);
    afterThisTest(() => alertmanager.stop());
    alertmanager.fire({ alertname: 'DiskFull', severity: 'critical', instance: 'db-01:9100' }, { summary: 'A disk is full' });
    const device = newDevice();
    const app = await startApp(device);
    const { page } = app;
    const folder = await createWorkspace(app);
    listenTo(folder, alertmanager.url);
    await page.getByRole('option', { name: /DiskFull/ }).waitFor();

    const listed = await breakglass(device, '-C', folder, 'alerts', '--json');
    expect(listed.code, listed.err).toBe(0);
    const [alert, ...others] = JSON.parse(listed.out) as { id: string; grade: string; labels: Record<string, string> }[];
    expect(others).toEqual([]);
    expect(alert).toMatchObject({ grade: '911', state: 'firing', source: 'am-us', labels: { alertname: 'DiskFull' } });

    const acked = await breakglass(device, '-C', folder, 'ack', alert?.id ?? '');
    expect(acked.code, acked.err).toBe(0);
    await page.getByRole('option', { name: /DiskFull/ }).getByText(/kim/).waitFor();
    expect((await breakglass(device, '-C', folder, 'silence')).code).toBe(0);
    expect((await breakglass(device, '-C', folder, 'journal', 'verify')).code).toBe(0);
    expect((await breakglass(device, '-C', folder, 'nonsense')).code).toBe(2);

    // The same folder by another name is the same desk, not a second one.
    const link = join(dirname(folder), 'link');
    symlinkSync(folder, link);
    const seqs = must(await ask(page, 'app', 'frame')).journal.seq;
    const noted = await breakglass(device, '-C', link, 'note', alert?.id ?? '', 'through a link');
    expect(noted.code, noted.err).toBe(0);
    await until('the window’s own journal grew', async () => must(await ask(page, 'app', 'frame')).journal.seq > seqs);

    await app.quit();
    const alone = await breakglass(device, '-C', folder, 'alerts', '--json');
    expect(alone.code, alone.err).toBe(0);
    expect(JSON.parse(alone.out)).toMatchObject([{ grade: '911', labels: { alertname: 'DiskFull' } }]);
  });

  it('a window that opened the folder by a link has the same desk', async () => {
    const device = newDevice();
    const app = await startApp(device);
    const folder = await createWorkspace(app);
    const link = join(dirname(folder), 'link');
    symlinkSync(folder, link);
    must(await ask(app.page, 'workspace', 'open', { path: link }));
    const silenced = await breakglass(device, '-C', folder, 'silence');
    expect(silenced.code, silenced.err).toBe(0);
  });

  it('a second start raises the first window and ends', async () => {
    const device = newDevice();
    const app = await startApp(device);
    const folder = await createWorkspace(app);
    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.hide();
    });
    const { file, args } = commandLine(`--workspace=${folder}`);
    const second = spawn(file, args, { env: device.env, stdio: 'ignore' });
    afterThisTest(() => void second.kill('SIGKILL'));
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(0);
    await until('the first window is raised', () => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isVisible()).join() === 'true'));
    await app.page.getByRole('button', { name: 'Workspace acme-live' }).waitFor();
  });
});
