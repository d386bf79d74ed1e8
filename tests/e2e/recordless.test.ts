import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ThrowawayHost, throwawayMissing } from '../lab/support/throwaway-host';
import { afterThisTest, newDevice, startApp } from './support/app';
import { ask, must } from './support/desk';
import { screenshot } from './support/screenshot';
import { until } from './support/until';
import { createWorkspace, writeYaml } from './support/workspace';

const runbook = `---
title: A host without a place
---
# A host without a place

\`\`\`sh {name=say, on=api-01, danger=read}
echo 'said without a record'
\`\`\`
`;

/** Nothing that a step record could be kept in can be written. */
const readOnly = 'for d in "$F/home" /run /tmp /dev/shm; do mount --bind $d $d; mount -o remount,ro,bind $d; done';

it.skipIf(throwawayMissing !== null)('runs a step at a host that can keep no record only when a person accepts that, and journals it', async () => {
  const host = await ThrowawayHost.start({ arrange: readOnly });
  afterThisTest(() => host.stop());
  const app = await startApp(newDevice());
  const { page } = app;
  const folder = await createWorkspace(app);
  const { user, address, port, identity, hostKeys } = host.target();
  writeYaml(folder, 'hosts.yaml', { hosts: [{ name: 'api-01', user, address, port, identity, hostKeys, danger: 'lab' }] });
  writeFileSync(join(folder, 'runbooks/no-place.md'), runbook);

  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /A host without a place/ }).click();
  await page.getByRole('button', { name: 'Run on api-01' }).click();
  await page.getByRole('alert').getByText('api-01 has no place for the step record').waitFor();
  await screenshot(page, 'run-no-place');
  const run = await until('the run is there', async () => must(await ask(page, 'runs', 'list'))[0]?.id);
  const detail = async () => must(await ask(page, 'runs', 'detail', { id: run }));
  expect((await detail()).steps[0]?.cells[0]).toMatchObject({ outcome: { kind: 'not-sent' }, recordless: false, bytes: 0 });

  await page.getByRole('button', { name: 'Run without a record…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('if the line drops, its outcome stays unknown').waitFor();
  const accept = dialog.getByRole('button', { name: 'Run on api-01 without a record' });
  expect(await accept.isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('the disk cannot be mended from here');
  await screenshot(page, 'run-without-record-asks');
  await accept.click();
  await page.getByRole('log').getByText('said without a record').waitFor();
  await until('the run ends', async () => (await detail()).state === 'ended');
  expect((await detail()).steps[0]?.cells[0]).toMatchObject({ outcome: { kind: 'ok' }, attempt: 2, recordless: true });
  await screenshot(page, 'run-without-record');
  const { entries } = must(await ask(page, 'journal', 'page', { before: null, limit: 50, op: null, code: 'STEP-DECISION', text: null }));
  expect(entries[0]?.en).toContain('the disk cannot be mended from here');
});
