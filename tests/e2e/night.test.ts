import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { newDevice, startApp, type App } from './support/app';
import { closeBy } from './support/close-by';
import { ask, must } from './support/desk';
import { screenshot } from './support/screenshot';
import { until } from './support/until';

async function go(page: Page, letter: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(letter);
}

async function hold(button: Locator, ms: number): Promise<void> {
  await button.hover();
  await button.page().mouse.down();
  await button.page().waitForTimeout(ms);
  await button.page().mouse.up();
}

/** From the three doors into a drill that plays the stuck worker. */
async function practise({ page }: App): Promise<void> {
  for (const door of ['Practise', 'Open a workspace', 'Create a workspace']) await page.getByRole('region', { name: door }).waitFor();
  await screenshot(page, 'first-start');
  await page.getByRole('button', { name: 'Start the drill' }).click();
  await page.getByText('No alerts are firing.').waitFor();
  await go(page, 'l');
  await page.getByRole('button', { name: 'Play A stuck worker at ten past two' }).click();
  await screenshot(page, 'drill');
  await go(page, 'a');
}

describe('the night', () => {
  it('goes from the first alert to the verified record', async () => {
    const app = await startApp(newDevice());
    const { page, electron } = app;
    await practise(app);

    const alert = page.getByRole('option', { name: /ApiWorkerStuck/ });
    await alert.waitFor();
    await alert.click();
    await page.getByRole('option', { name: /ApiLatencyHigh/ }).waitFor();
    await screenshot(page, 'alerts');

    await page.keyboard.press('9');
    await page.getByText('Graded by kim').waitFor();
    const detail = page.getByRole('region', { name: 'Alert under the cursor' });
    await detail.getByRole('button', { name: /^case / }).waitFor();

    await page.keyboard.press('!');
    const ringing = page.getByRole('dialog', { name: 'Ring a siren' });
    expect(await ringing.getByRole('combobox', { name: 'Whom' }).inputValue()).toBe('on-duty');
    await ringing.getByRole('combobox', { name: 'How' }).selectOption('steady');
    await ringing.getByRole('spinbutton', { name: 'Seconds' }).fill('60');
    await screenshot(page, 'ring');
    const ring = ringing.getByRole('button', { name: 'Ring: hold for one second' });
    await hold(ring, 50);
    expect(must(await ask(page, 'sirens', 'list')).every((siren) => siren.ring === null)).toBe(true);
    await ring.hover();
    await page.mouse.down();
    await page.getByText('SIREN SOUNDING').waitFor();
    await page.mouse.up();
    await page.getByRole('button', { name: 'Silence' }).first().waitFor();

    await go(page, 's');
    await page.getByRole('heading', { name: 'Sirens' }).waitFor();
    await until('the siren itself says that it sounds', async () => must(await ask(page, 'sirens', 'list'))[0]?.state === 'sounding');
    await screenshot(page, 'sirens-sounding');
    await page.keyboard.press('Space');
    await page.getByText('SIREN SOUNDING').waitFor({ state: 'hidden' });
    await until('the siren itself says that it is quiet', async () => must(await ask(page, 'sirens', 'list'))[0]?.state === 'quiet');

    await go(page, 'a');
    await until('silencing one’s own ring is an ack', async () => must(await ask(page, 'alerts', 'page', { offset: 0, limit: 9, search: '', showClosed: false })).rows.some((row) => row.ack?.by === 'kim'));
    await alert.click();
    await page.keyboard.press('r');
    await page.getByRole('heading', { name: 'Restart a stuck API worker' }).first().waitFor();
    expect(await page.getByRole('combobox', { name: 'host' }).inputValue()).toBe('api-01');
    const hash = /[0-9a-f]{64}/.exec((await page.locator('.plan-hash').textContent()) ?? '')?.[0] ?? '';
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const bytes = await page.getByLabel('Exact bytes of restart').first().innerText();
    expect(bytes).toContain('echo "stopping worker $(cat pid)"');
    await page.getByRole('textbox', { name: 'Reason, for the record' }).fill('Customers see spinning pages');
    await screenshot(page, 'runbook');

    const [approval] = await Promise.all([electron.waitForEvent('window'), page.getByRole('button', { name: 'Run on api-01' }).click()]);
    await approval.getByRole('heading', { name: /Restart a stuck API worker/ }).waitFor();
    expect(await approval.getByRole('main').innerText()).toContain(hash);
    expect(await approval.getByLabel('Exact bytes of restart').first().innerText()).toBe(bytes);
    await screenshot(approval, 'approval');
    await closeBy(approval, approval.getByRole('button', { name: 'Run on api-01' }));

    await page.getByRole('log').getByText('draining: 2 of 6').waitFor();
    const run = must(await ask(page, 'runs', 'list'))[0]?.id ?? '';
    must(await ask(page, 'drill', 'cutLine', { seconds: 4 }));
    await page.getByRole('button', { name: 'api-01: unknown' }).waitFor();
    await screenshot(page, 'run-unknown');
    await until('the run ends', async () => must(await ask(page, 'runs', 'detail', { id: run })).state === 'ended', 60);
    const ended = must(await ask(page, 'runs', 'detail', { id: run }));
    expect(ended.outcome.kind).toBe('ok');
    expect(ended.plan.hash).toBe(hash);
    const output = must(await ask(page, 'runs', 'output', { run, position: 2, host: 'api-01', attempt: 1, from: 0, max: 65_536 })).text;
    expect(output.split('stopping worker')).toHaveLength(2);
    expect(output.split('draining: ')).toHaveLength(7);
    await page.getByRole('button', { name: 'api-01: ok' }).nth(1).click();
    await page.getByRole('log').getByText('draining: 6 of 6').waitFor();
    await screenshot(page, 'run');

    await go(page, 'a');
    await page.getByText('No alerts are firing.').waitFor();
    await go(page, 'c');
    await page.getByRole('button', { name: 'Close case' }).click();
    const closing = page.getByRole('dialog');
    await closing.getByRole('radio', { name: /^drill/ }).check();
    await closing.getByRole('textbox', { name: 'Why, in one line' }).fill('worker restarted, queue drained');
    await closing.getByRole('button', { name: 'Close the case' }).click();
    await closing.waitFor({ state: 'hidden' });
    await until('the case is closed', async () => must(await ask(page, 'cases', 'list')).every((each) => each.state === 'closed'));
    await screenshot(page, 'case');

    await go(page, 'j');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('Every journal is whole.').waitFor();
    await screenshot(page, 'journal');
    for (const [letter, name] of [['d', 'duty'], ['h', 'hosts'], ['e', 'settings']] as const) {
      await go(page, letter);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await screenshot(page, name);
    }
  });

  it('speaks Korean, and destroys nothing before the host was named', async () => {
    const { page, electron } = await startApp(newDevice());
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ko');
    await page.getByRole('region', { name: '연습하기' }).waitFor();
    await screenshot(page, 'first-start-ko');
    await page.getByRole('button', { name: '훈련 시작' }).click();
    await page.getByText('발생 중인 알림이 없습니다.').waitFor();
    must(await ask(page, 'drill', 'play', { id: 'stuck-worker' }));
    await page.getByRole('option', { name: /ApiWorkerStuck/ }).click();
    await page.getByRole('option', { name: /ApiLatencyHigh/ }).waitFor();
    await screenshot(page, 'alerts-ko');

    await go(page, 'r');
    await page.getByRole('button', { name: /Wipe the cache/ }).click();
    await page.getByRole('combobox', { name: 'host' }).selectOption('cache-01');
    const [approval] = await Promise.all([electron.waitForEvent('window'), page.getByRole('button', { name: 'cache-01에서 실행' }).click()]);
    const approve = approval.getByRole('button', { name: 'cache-01에서 실행' });
    await approve.waitFor();
    expect(await approve.isEnabled()).toBe(false);
    const word = approval.getByRole('textbox');
    await word.fill('cache-02');
    expect(await approve.isEnabled()).toBe(false);
    // The page is not believed either: the main process compares again.
    const forced = await approval.evaluate(async () => {
      const { approval: calls } = (window as unknown as { breakglass: { approval: Record<string, (given?: unknown) => Promise<{ value?: { plan: { hash: string } } }>> } }).breakglass;
      return calls['approve']?.({ hash: (await calls['request']?.())?.value?.plan.hash, typed: 'cache-02' });
    });
    expect(forced).toMatchObject({ ok: false, error: { code: 'bad-input' } });
    await word.fill('cache-01');
    await screenshot(approval, 'approval-destroy-ko');
    await closeBy(approval, approve);
    await until('the cache is wiped', async () => must(await ask(page, 'runs', 'list'))[0]?.outcome.kind === 'ok', 30);
    await screenshot(page, 'run-ko');
  });
});
