import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretContract } from '../../core/ipc/contract';
import { hasTestKeyring, newDevice, startApp } from './support/app';
import { closeBy } from './support/close-by';
import { ask, must } from './support/desk';
import { expectLockedDown, expectOnly } from './support/locked-down';
import { screenshot } from './support/screenshot';
import { until } from './support/until';
import { createWorkspace, writeYaml } from './support/workspace';

const canary = 'canary-7f3a91c0-correct-horse';

/** Everything below a folder, as text. */
function contents(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

describe.skipIf(!hasTestKeyring)('with a keychain', () => {
  it('signs with a key in it, and takes a secret that never comes back', async () => {
    const device = newDevice({ keyring: true });
    const app = await startApp(device);
    const { page, electron } = app;
    const folder = await createWorkspace(app);
    writeYaml(folder, 'sirens.yaml', {
      sirens: [{ id: 'kim-bed', owner: 'kim', driver: 'dlink-hnap', config: { url: 'http://127.0.0.1:9', pin: 'secret:kim-bed-pin' }, volume: { max: 60 } }],
    });
    await until('the key is this person’s', () => readFileSync(join(folder, 'team.yaml'), 'utf8').includes('ed25519:'));
    await until('the frame says so', async () => must(await ask(page, 'app', 'frame')).me?.vouched);
    expect(must(await ask(page, 'app', 'frame')).me).toMatchObject({ person: 'kim', role: 'operator', signer: 'keychain', vouched: true });
    await page.getByText(/journal signed/).waitFor();

    await page.keyboard.press('g');
    await page.keyboard.press('e');
    const [secret] = await Promise.all([electron.waitForEvent('window'), page.getByRole('button', { name: 'Set kim-bed-pin…' }).click()]);
    await secret.getByRole('form', { name: 'A secret for the vault' }).waitFor();
    await expectLockedDown(electron, 2);
    await expectOnly(secret, secretContract);
    await screenshot(secret, 'secret');
    await secret.getByLabel('kim-bed-pin').fill(canary);
    await closeBy(secret, secret.getByRole('button', { name: 'Store' }));
    await until('it is kept', async () => must(await ask(page, 'vault', 'state')).secrets.some((each) => each.name === 'kim-bed-pin' && each.present));
    await page.getByRole('row', { name: /kim-bed-pin/ }).getByText('set', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Lock now' }).click();
    await page.getByRole('button', { name: 'vault locked' }).waitFor();
    await screenshot(page, 'vault');

    const session = await page.context().newCDPSession(page);
    const heap: string[] = [];
    session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => heap.push(chunk));
    await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
    expect(heap.join('')).toContain('kim-bed-pin');
    expect(heap.join('').includes(canary)).toBe(false);
    expect((await page.content()).includes(canary)).toBe(false);

    const verdict = must(await ask(page, 'journal', 'verify'));
    expect(verdict).toMatchObject({ ok: true, writers: [{ bad: null, unvouched: false }] });
    await app.quit();
    expect(contents(folder).includes(canary)).toBe(false);
    expect(contents(device.folder).includes(canary)).toBe(false);

    const again = await startApp(device);
    await until('the same key signs at the next start', async () => must(await ask(again.page, 'app', 'frame')).me?.vouched);
    expect(must(await ask(again.page, 'journal', 'verify')).writers).toHaveLength(1);
    // Quitting is no way around the lock.
    expect(must(await ask(again.page, 'vault', 'state')).locked).toMatchObject({ cause: 'person' });
    must(await ask(again.page, 'vault', 'remove', { name: 'kim-bed-pin' }));
  });
});

describe('without a keychain', () => {
  it('says so, keeps nothing, and works with a session key', async () => {
    const app = await startApp(newDevice());
    const { page } = app;
    await createWorkspace(app);
    expect(must(await ask(page, 'app', 'frame')).me).toMatchObject({ person: 'kim', signer: 'session', vouched: false });
    await page.getByText(/journal unvouched/).waitFor();
    expect(must(await ask(page, 'vault', 'state')).kind).toBe('none');
    expect(await ask(page, 'vault', 'ask', { name: 'kim-bed-pin' })).toMatchObject({ ok: false, error: { code: 'vault-none' } });
    await page.keyboard.press('g');
    await page.keyboard.press('e');
    await page.getByText('No real keychain here: nothing is stored.').waitFor();
    await page.getByText('a session key in memory; its journal is unvouched').waitFor();
  });
});
