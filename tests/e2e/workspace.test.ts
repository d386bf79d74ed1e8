import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasTestKeyring, newDevice, startApp, temporaryFolder } from './support/app';
import { ask, must } from './support/desk';
import { screenshot } from './support/screenshot';
import { until } from './support/until';
import { createWorkspace, writeYaml } from './support/workspace';

const host = { name: 'api-01', address: '192.0.2.11', user: 'deploy', groups: ['api'], danger: 'prod' };

describe('a workspace', () => {
  it('is created, opened again at the next start, and its mistakes are named while the last good state stays', async () => {
    const device = newDevice();
    const first = await startApp(device);
    const folder = await createWorkspace(first);
    expect(must(await ask(first.page, 'workspace', 'findings'))).toEqual([]);
    await first.quit();

    const { page } = await startApp(device);
    await page.getByRole('button', { name: 'Workspace acme-live' }).waitFor();
    writeYaml(folder, 'hosts.yaml', { hosts: [host] });
    await until('the host is there', async () => must(await ask(page, 'hosts', 'list')).length === 1);

    const good = readFileSync(join(folder, 'hosts.yaml'), 'utf8');
    writeFileSync(join(folder, 'hosts.yaml'), good.replace('address:', 'adress:'));
    await page.getByText(/the first is in hosts\.yaml/).waitFor();
    await page.getByText('The last good configuration is in force.').waitFor();
    await page.getByRole('button', { name: 'Show findings' }).click();
    await page.getByText(/^hosts\.yaml:\d+:\d+$/).first().waitFor();
    await page.getByText(/address/).first().waitFor();
    await screenshot(page, 'findings');
    expect(must(await ask(page, 'hosts', 'list')).map((each) => each.address)).toEqual(['192.0.2.11']);

    writeFileSync(join(folder, 'hosts.yaml'), good);
    await page.getByText(/the first is in hosts\.yaml/).waitFor({ state: 'hidden' });
    await page.getByText('Every file is in order.').waitFor();
  });

  it('with mistakes that never opened here says so beside the three doors, and opens once they are mended', async () => {
    const folder = temporaryFolder('workspace');
    writeYaml(folder, 'team.yaml', { people: [{ id: 'kim', name: 'Kim', role: 'operator', timezone: 'Asia/Seoul' }] });
    writeYaml(folder, 'breakglass.yaml', { nmae: 'acme-live', timezone: 'Asia/Seoul' });
    const { page } = await startApp(newDevice(), folder);
    await page.getByText(`${folder} could not be opened.`).waitFor();
    await page.getByText(/the first is in breakglass\.yaml/).waitFor();
    await page.getByRole('button', { name: 'Start the drill' }).waitFor();

    writeYaml(folder, 'breakglass.yaml', { name: 'acme-live', timezone: 'Asia/Seoul' });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Workspace acme-live' }).waitFor();
    await page.getByText('could not be opened').waitFor({ state: 'hidden' });
  });

  it('of other people is read-only, and offers a join request where there is a key to join with', async () => {
    const app = await startApp(newDevice({ keyring: true }));
    const { page } = app;
    const folder = await createWorkspace(app);
    writeYaml(folder, 'duty.yaml', { feeds: [], escalation: [] });
    writeYaml(folder, 'team.yaml', {
      people: ['lee', 'park'].map((id) => ({ id, name: id, role: 'operator', timezone: 'Asia/Seoul' })),
    });
    await page.getByText('Read-only: this device is not enrolled').waitFor();
    await page.getByRole('button', { name: 'Join request' }).click();
    await page.getByRole('textbox', { name: 'Your name' }).fill('Kim');
    await page.getByRole('button', { name: 'Make a join request' }).click();
    const request = page.getByRole('textbox', { name: 'Request' });
    if (!hasTestKeyring) {
      await page.getByText('This device has no lasting key').waitFor();
      return;
    }
    await until('the request is made', async () => (await request.inputValue()).startsWith('breakglass-join:'));
    await screenshot(page, 'join');
    const refused = await ask(page, 'hosts', 'enrol', { host: 'x', fingerprint: 'x', typed: 'x' });
    expect(refused).toMatchObject({ ok: false });
    const accepted = await ask(page, 'workspace', 'accept', { request: await request.inputValue(), role: 'operator' });
    expect(accepted).toMatchObject({ ok: false });
    expect(readFileSync(join(folder, 'team.yaml'), 'utf8')).not.toContain('sign');
  });
});
