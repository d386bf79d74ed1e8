import { cpSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signatureContract } from '../../core/ipc/signature-contract';
import { hasTestKeyring, newDevice, startApp, temporaryFolder } from './support/app';
import { closeBy } from './support/close-by';
import { ask, must } from './support/desk';
import { expectOnly } from './support/locked-down';
import { screenshot } from './support/screenshot';
import { until } from './support/until';
import { createWorkspace, writeYaml } from './support/workspace';

const runbook = `---
title: Rotate the audit log
---
# Rotate the audit log

\`\`\`sh {name=rotate, on=db-01, danger=change}
echo rotated
\`\`\`
`;

// Each console signs, and agrees on codes, with keys of its own in the keychain: its workspace names them.
describe.skipIf(!hasTestKeyring)('two operators who can only telephone', () => {
  it('approve a run with a code: read out, read back, tried, used once', async () => {
    const kim = await startApp(newDevice({ keyring: true }));
    const folder = await createWorkspace(kim);
    const team = join(folder, 'team.yaml');
    await until('kim’s key for codes is listed', () => readFileSync(team, 'utf8').includes('agree:'));
    writeYaml(folder, 'breakglass.yaml', { name: 'acme-live', timezone: 'Asia/Seoul', policies: { 'two-people-for': ['change'] } });
    // Nothing listens there: what is shown here is the approval, not the run.
    writeYaml(folder, 'hosts.yaml', { hosts: [{ name: 'db-01', address: '127.0.0.1', port: 1, user: 'kim', hostKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEGT3PVEdGcqnYOEU0fqvsc9dgGfIx8mg4lxj6jZsnSz'] }] });
    mkdirSync(join(folder, 'runbooks'), { recursive: true });
    writeFileSync(join(folder, 'runbooks', 'rotate.md'), runbook);

    const others = join(temporaryFolder('workspace'), 'acme');
    const own = ['journal', 'plans', 'transcripts'].map((each) => join(folder, each));
    cpSync(folder, others, { recursive: true, filter: (path) => !own.includes(path) });
    const lee = await startApp(newDevice({ keyring: true }), others);
    const wish = await until('lee’s console asks to join', async () => must(await ask(lee.page, 'workspace', 'joinRequest', { name: 'Lee' }))?.request);
    // The page asks; only what is typed in the window that the main process draws lets Lee in.
    const opening = kim.electron.waitForEvent('window');
    const accepted = ask(kim.page, 'workspace', 'accept', { request: wish, role: 'operator' });
    const letIn = await opening;
    await letIn.getByRole('main').waitFor();
    await expectOnly(letIn, signatureContract);
    const word = /“([^”]+)”/.exec(await letIn.locator('.confirm-by-typing label').innerText())?.[1] ?? '';
    expect(word).toMatch(/^lee\./);
    await screenshot(letIn, 'sign-accept');
    expect(await letIn.evaluate(() => (window as unknown as { breakglass: { signature: { sign: (given: { typed: string }) => Promise<{ ok: boolean }> } } }).breakglass.signature.sign({ typed: 'lee' }))).toMatchObject({ ok: false });
    await letIn.locator('.confirm-by-typing input').fill(word);
    await closeBy(letIn, letIn.getByRole('button', { name: 'Sign and let in' }));
    must(await accepted);
    await until('lee is listed', () => readFileSync(team, 'utf8').includes('id: lee'));
    copyFileSync(team, join(others, 'team.yaml'));
    await until('lee’s console knows lee', async () => {
      must(await ask(lee.page, 'workspace', 'open', { path: others }));
      return must(await ask(lee.page, 'app', 'frame')).me?.person === 'lee';
    });

    await kim.page.keyboard.press('g');
    await kim.page.keyboard.press('r');
    await kim.page.getByRole('button', { name: /Rotate the audit log/ }).click();
    const [approval] = await Promise.all([kim.electron.waitForEvent('window'), kim.page.getByRole('button', { name: 'Run on db-01' }).click()]);
    const challenge = (await approval.locator('.approval-challenge').innerText()).trim();
    const hash = /[0-9a-f]{64}/.exec(await approval.locator('.plan-hash').innerText())?.[0] ?? '';
    const run = approval.getByRole('button', { name: 'Run on db-01' });
    expect(await run.isDisabled()).toBe(true);
    await screenshot(approval, 'approval-second');

    // Offline the plan is read from the same files: the same bytes on the same hosts have the same hash.
    const planned = must(await ask(lee.page, 'runbooks', 'plan', { path: 'runbooks/rotate.md', values: {}, on: [] }));
    expect(planned.plan?.hash).toBe(hash);
    await lee.page.keyboard.press('Control+k');
    await lee.page.keyboard.type('Approve for another');
    await lee.page.keyboard.press('Enter');
    const dialog = lee.page.getByRole('dialog');
    await dialog.getByLabel('Plan (first digits of its hash)').fill(hash.slice(0, 16));
    await dialog.getByRole('button', { name: 'Read the plan' }).click();
    await dialog.getByText(hash).waitFor();
    await dialog.getByLabel('Challenge that they read to you').fill(challenge.toLowerCase());
    const [signing] = await Promise.all([lee.electron.waitForEvent('window'), dialog.getByRole('button', { name: 'Approve this plan' }).click()]);
    await signing.getByText(hash).waitFor();
    expect(await dialog.locator('.approve-code').count()).toBe(0);
    await screenshot(signing, 'sign-approve');
    await closeBy(signing, signing.getByRole('button', { name: 'Sign the approval' }));
    const code = (await dialog.locator('.approve-code').innerText()).trim();
    await screenshot(lee.page, 'approve-code');

    const typed = approval.getByLabel('Code that they read back');
    const wrong = `${code.slice(0, -1)}${String((Number(code.at(-1)) + 1) % 10)}`;
    await typed.fill(wrong);
    await approval.getByRole('button', { name: 'Check the code' }).click();
    await approval.getByRole('alert').waitFor();
    await typed.fill(code);
    await approval.getByRole('button', { name: 'Check the code' }).click();
    await approval.getByText(/^. lee\.\S+ approved by phone code\.$/).waitFor();
    await closeBy(approval, run);
    const begun = await until('the run began', async () => must(await ask(kim.page, 'runs', 'list'))[0]?.id);

    // Used once: the same plan is asked for anew, as soon as that is no longer the second half of a double click.
    const [again] = await Promise.all([
      kim.electron.waitForEvent('window'),
      until('it is asked anew', async () => must(await ask(kim.page, 'runs', 'request', { hash, reason: '', caseId: null })).run !== begun),
    ]);
    expect((await again.locator('.approval-challenge').innerText()).trim()).not.toBe(challenge);
    await closeBy(again, again.getByRole('button', { name: 'Do not run' }));
  });
});
