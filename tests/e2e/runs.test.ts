import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { newDevice, startApp } from './support/app';
import { ask, must } from './support/desk';
import { screenshot } from './support/screenshot';
import { until } from './support/until';

/** The first step fails once on each host, the second for ever on one of them. */
const runbook = `---
title: Two hosts in trouble
---
# Two hosts in trouble

\`\`\`sh {name=mend, on=api, danger=read, batch=1, stop-after-failures=9}
printf 'begun by %s\\n' "$USER"
printf '\\033[31merror: the pump is stuck\\033[0m\\n'
test -e mended || { touch mended; sleep 10; exit 3; }
echo 'the pump turns'
\`\`\`

\`\`\`sh {name=prove, on=api, danger=read, stop-after-failures=9}
case $PWD in *api-01*) echo 'no proof on this one'; exit 4 ;; esac
echo proven
\`\`\`

\`\`\`sh {name=end, on=api, danger=read}
echo over
\`\`\`
`;

it('pauses, goes on, retries what failed, skips with a reason, and finds a line among all hosts', async () => {
  const { page } = await startApp(newDevice());
  await page.getByRole('button', { name: 'Start the drill' }).click();
  await page.getByText('No alerts are firing.').waitFor();
  const folder = must(await ask(page, 'app', 'frame')).workspace?.path ?? '';
  writeFileSync(join(folder, 'runbooks', 'trouble.md'), runbook);

  await page.keyboard.press('g');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: /Two hosts in trouble/ }).click();
  await page.getByText('Nobody has reviewed this runbook yet.').waitFor();
  await page.getByRole('button', { name: 'I have reviewed this version' }).click();
  await page.getByText('reviewed by kim').waitFor();
  await screenshot(page, 'runbook-reviewed');
  await page.getByRole('button', { name: 'Run on 2 hosts' }).click();

  const run = await until('the run is there', async () => must(await ask(page, 'runs', 'list'))[0]?.id);
  const detail = async () => must(await ask(page, 'runs', 'detail', { id: run }));
  const output = page.getByRole('log');
  await output.getByText('begun by').waitFor();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await page.keyboard.press('p');
  await until('the run is held', async () => (await detail()).state === 'held');
  const paused = await detail();
  expect(paused.held?.code).toBe('run-paused');
  expect(paused.steps[0]?.cells.map((cell) => cell.outcome.kind)).toEqual(['failed', 'not-sent']);
  await screenshot(page, 'run-paused');
  await page.keyboard.press('p');

  await page.getByRole('button', { name: 'Retry the 2 failed hosts…' }).waitFor();
  await output.getByText('error: the pump is stuck').nth(1).waitFor();
  expect((await output.innerText()).split('error: the pump is stuck')).toHaveLength(3);
  expect(await output.innerText()).toContain('api-02');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('PUMP is');
  await page.getByText('1 of 2').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('2 of 2').waitFor();
  await page.getByRole('button', { name: 'Match case' }).click();
  await page.getByText('0 of 0').waitFor();
  await screenshot(page, 'run-merged');

  await page.getByRole('button', { name: 'Retry the 2 failed hosts…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('the pump was kicked');
  await dialog.getByRole('button', { name: 'Run again on 2 failed hosts' }).click();
  await page.getByRole('button', { name: 'Skip on api-01…' }).waitFor();
  expect((await detail()).steps[0]?.cells.map(({ attempt, outcome }) => [attempt, outcome.kind])).toEqual([[2, 'ok'], [2, 'ok']]);
  await screenshot(page, 'run-trouble');
  await page.getByRole('button', { name: 'Skip on api-01…' }).click();
  await dialog.getByRole('textbox').fill('proven by hand');
  await dialog.getByRole('button', { name: 'Skip on api-01' }).click();
  await until('the run ends', async () => (await detail()).state === 'ended');
  const ended = await detail();
  expect(ended.steps[1]?.cells.map((cell) => cell.outcome.kind)).toEqual(['skipped', 'ok']);
  expect(ended.steps[2]?.cells.map((cell) => cell.outcome.kind)).toContain('ok');
  await screenshot(page, 'run-ended');
});
