import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Sshd } from '../lab/support/sshd';
import { afterThisTest, newDevice, startApp, type App } from './support/app';
import { ask, must } from './support/desk';
import { screenshot } from './support/screenshot';
import { until } from './support/until';
import { createWorkspace, writeYaml } from './support/workspace';

const runbook = `---
title: Count once
params:
  host: { type: host }
---
## Count
\`\`\`sh {name=count, on=host, danger=read, timeout=60s}
echo once >> "$HOME/counter"
echo begun
sleep 6
echo done
\`\`\`
`;

const runOf = async ({ page }: App) => must(await ask(page, 'runs', 'list'))[0];

describe.skipIf(!existsSync('/usr/sbin/sshd'))('an app that is killed in the middle of a run on a real server', () => {
  it('knows at its next start what was going on, and finds the true outcome without a second start', async () => {
    const sshd = await Sshd.start();
    afterThisTest(() => sshd.stop());
    const device = newDevice();
    const app = await startApp(device);
    const folder = await createWorkspace(app);
    writeFileSync(join(folder, 'runbooks/count.md'), runbook);
    writeYaml(folder, 'hosts.yaml', {
      hosts: [{ name: 'api-01', address: '127.0.0.1', port: sshd.port, user: userInfo().username, danger: 'lab', identity: sshd.userKey, hostKeys: [sshd.hostKey()] }],
    });
    const plan = await until('the plan stands', async () => {
      const planned = await ask(app.page, 'runbooks', 'plan', { path: 'runbooks/count.md', values: { host: 'api-01' }, on: [] });
      return planned.ok ? planned.value.plan : null;
    });
    const { run } = must(await ask(app.page, 'runs', 'request', { hash: plan.hash, reason: 'killed in the middle', caseId: null }));
    const counter = join(sshd.home, 'counter');
    await until('the step has begun at the server', () => existsSync(counter));
    await until('its output is here', async () => ((await runOf(app))?.state === 'running' ? must(await ask(app.page, 'runs', 'detail', { id: run })).steps[0]?.cells[0]?.bytes : 0));
    await app.kill();

    const again = await startApp(device);
    await again.page.getByRole('button', { name: 'Workspace acme-live' }).waitFor();
    const found = await until('the run is known', async () => (await ask(again.page, 'runs', 'detail', { id: run })).ok && must(await ask(again.page, 'runs', 'detail', { id: run })));
    expect(['unknown', 'running', 'ok']).toContain(found.outcome.kind);
    await again.page.keyboard.press('g');
    await again.page.keyboard.press('r');
    await again.page.getByRole('region', { name: 'Recent runs' }).getByRole('button').first().click();
    await until('the true outcome', async () => must(await ask(again.page, 'runs', 'detail', { id: run })).steps[0]?.cells[0]?.outcome.kind === 'ok', 40);
    await again.page.getByRole('button', { name: 'api-01: ok' }).waitFor();
    await again.page.getByRole('log').getByText('done').waitFor();
    await screenshot(again.page, 'run-recovered');
    expect(readFileSync(counter, 'utf8')).toBe('once\n');
    const verdict = must(await ask(again.page, 'journal', 'verify'));
    expect(verdict.writers.map((writer) => writer.bad)).toEqual([null]);
  });
});
