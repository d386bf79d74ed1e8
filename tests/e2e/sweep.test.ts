import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Sshd } from '../lab/support/sshd';
import { afterThisTest, newDevice, startApp } from './support/app';
import { breakglass } from './support/cli';
import { screenshot } from './support/screenshot';
import { createWorkspace, writeYaml } from './support/workspace';

/** Leaves what a step leaves that ended so long ago. */
function leaveRecord(home: string, name: string, days: number): string {
  const record = join(home, '.breakglass/runs', name);
  mkdirSync(record, { recursive: true, mode: 0o700 });
  for (const file of ['claim', 'script', 'out', 'rc']) writeFileSync(join(record, file), '0 -\n');
  const ended = Date.now() / 1_000 - days * 86_400;
  utimesSync(join(record, 'rc'), ended, ended);
  return record;
}

it('sweeps old records at several hosts, from the window and from the terminal', async () => {
  const servers = [await Sshd.start(), await Sshd.start()];
  for (const server of servers) afterThisTest(() => server.stop());
  const [first = '', second = ''] = servers.map(({ home }) => leaveRecord(home, 'old', 8));
  const fresh = leaveRecord(servers[0]?.home ?? '', 'fresh', 6);
  const device = newDevice();
  const app = await startApp(device);
  const { page } = app;
  const folder = await createWorkspace(app);
  const hosts = servers.map((server, at) => ({ name: `api-0${String(at + 1)}`, address: '127.0.0.1', port: server.port, user: userInfo().username, identity: server.userKey, hostKeys: [server.hostKey()], groups: ['api'], danger: 'lab' }));
  writeYaml(folder, 'hosts.yaml', { hosts: [...hosts, { ...hosts[0], name: 'db-01', port: 1, groups: ['db'] }] });

  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.getByRole('rowheader', { name: 'db-01' }).waitFor();
  await page.getByRole('button', { name: 'Sweep records…' }).click();
  const dialog = page.getByRole('dialog');
  await screenshot(page, 'sweep-asks');
  await dialog.getByRole('button', { name: 'Sweep every host' }).click();
  await dialog.getByText('1 record emptied').nth(1).waitFor();
  expect(await dialog.getByRole('row').allInnerTexts()).toEqual([expect.stringMatching(/api-01\s+1 record/), expect.stringMatching(/api-02\s+1 record/), expect.stringMatching(/db-01\s+\S/)]);
  await screenshot(page, 'sweep');
  expect([first, second].map((record) => readdirSync(record).sort())).toEqual([['claim', 'rc'], ['claim', 'rc']]);
  expect(existsSync(join(fresh, 'out'))).toBe(true);

  leaveRecord(servers[1]?.home ?? '', 'older', 30);
  const told = await breakglass(device, '-C', folder, 'sweep', 'api');
  expect(told).toMatchObject({ code: 0 });
  expect(told.out.trim().split('\n').map((line) => line.split(/\s+/))).toEqual([['api-01', '0'], ['api-02', '1']]);
});
