import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { newDevice, startApp } from './support/app';
import { ask, must } from './support/desk';
import { until } from './support/until';

/** Everything that can be pressed or filled in on this screen and has no name for those who cannot see it. */
async function nameless(page: Page): Promise<string[]> {
  const snapshot = await page.locator('body').ariaSnapshot();
  return snapshot.split('\n').filter((line) => /^\s*- (button|textbox|combobox|searchbox|spinbutton|checkbox|radio|link|dialog|tab)(:|\s*$| \[)/.test(line));
}

describe('the keyboard', () => {
  it('reaches every screen, acts on the cursor, and is explained', async () => {
    const app = await startApp(newDevice());
    const { page } = app;
    must(await ask(page, 'workspace', 'practise'));
    const current = page.getByRole('navigation', { name: 'Screens' }).locator('[aria-current=page]');
    await current.waitFor();
    const screens = { c: 'Cases', r: 'Runbooks', s: 'Sirens', d: 'Duty', h: 'Hosts', j: 'Journal', e: 'Settings', l: 'Drill', a: 'Alerts' };
    for (const [letter, name] of Object.entries(screens)) {
      await page.keyboard.press('g');
      await page.keyboard.press(letter);
      await until(`g ${letter} opens ${name}`, async () => (await current.getAttribute('aria-label')) === name);
      await until(`${name} has one heading`, async () => (await page.getByRole('heading', { level: 1 }).count()) === 1);
      expect(await nameless(page), name).toEqual([]);
    }
    await page.keyboard.press('Alt+4');
    await until('Alt+4 opens Sirens', async () => (await current.getAttribute('aria-label')) === 'Sirens');
    await page.keyboard.press('Escape');
    await until('Esc goes one place back', async () => (await current.getAttribute('aria-label')) === 'Alerts');

    must(await ask(page, 'drill', 'play', { id: 'stuck-worker' }));
    await page.getByRole('option', { name: /ApiLatencyHigh/ }).waitFor();
    const cursor = page.getByRole('listbox').locator('[aria-current=true]');
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await until('k goes up', async () => (await cursor.textContent())?.includes('ApiWorkerStuck'));
    await page.keyboard.press('j');
    await until('j goes down', async () => (await cursor.textContent())?.includes('ApiLatencyHigh'));
    await page.keyboard.press('a');
    await until('a acks the alert under the cursor', async () => {
      const { rows } = must(await ask(page, 'alerts', 'page', { offset: 0, limit: 9, search: '', showClosed: false }));
      return rows.filter((row) => row.ack !== null).map((row) => row.title).join() === 'ApiLatencyHigh';
    });

    await page.keyboard.press('/');
    await page.keyboard.type('g c 9 ?');
    expect(await page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe('g c 9 ?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');

    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await sheet.getByText('Silence while something sounds').waitFor();
    expect(await nameless(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'hidden' });

    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Everything by name' });
    await palette.getByRole('combobox').fill('restart stuck');
    await palette.getByRole('option', { name: /Restart a stuck API worker/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Restart a stuck API worker' }).waitFor();
    expect(await nameless(page)).toEqual([]);
  });

  it('silences with one key from any screen, from a dialog, and never presses a button with it', async () => {
    const app = await startApp(newDevice());
    const { page } = app;
    must(await ask(page, 'workspace', 'practise'));
    await page.getByText('No alerts are firing.').waitFor();
    const sounding = page.getByText('SIREN SOUNDING').first();
    const ring = async (): Promise<void> => {
      // A siren that was silenced rests for some seconds.
      await until('the siren is rung', async () => (await ask(page, 'sirens', 'ring', { to: 'on-duty', reason: 'keyboard test', volume: 20, seconds: 90, caseId: null })).ok);
      await sounding.waitFor();
    };
    await page.keyboard.press('g');
    await page.keyboard.press('l');
    await ring();
    await page.getByRole('button', { name: 'Start over' }).focus();
    await page.keyboard.press('Space');
    await sounding.waitFor({ state: 'hidden' });
    const sirens = must(await ask(page, 'sirens', 'list'));
    expect(sirens.every((siren) => siren.state !== 'sounding')).toBe(true);

    await ring();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('jour nal');
    await page.keyboard.press('F9');
    await sounding.waitFor({ state: 'hidden' });
    expect(await page.getByRole('dialog').getByRole('combobox').inputValue()).toBe('jour nal');
  });
});
