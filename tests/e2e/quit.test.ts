import { describe, expect, it } from 'vitest';
import type { ElectronApplication } from 'playwright';
import { newDevice, startApp } from './support/app';
import { ask, must } from './support/desk';
import { until } from './support/until';

/** Answers every native question with its first button, Stay, and keeps what was asked. */
async function stay(electron: ElectronApplication): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ dialog }) => {
    const asked: string[] = [];
    (globalThis as unknown as { asked: string[] }).asked = asked;
    dialog.showMessageBox = (...given: unknown[]) => {
      const options = given.at(-1) as { message: string; detail: string; defaultId: number; cancelId: number };
      asked.push(`${options.message} ${options.detail} (${String(options.defaultId)}, ${String(options.cancelId)})`);
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
  });
  return () => electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
}

describe('quitting', () => {
  it('asks while a siren sounds, stays unless told otherwise, and does not ask when nothing goes on', async () => {
    const app = await startApp(newDevice());
    const { page, electron } = app;
    must(await ask(page, 'workspace', 'practise'));
    await page.getByText('No alerts are firing.').waitFor();
    const asked = await stay(electron);
    must(await ask(page, 'sirens', 'ring', { to: 'on-duty', reason: 'quit test', volume: 20, seconds: 60, caseId: null }));
    await electron.evaluate(({ app: electronApp }) => {
      electronApp.quit();
    });
    const [question] = await until('it asks', async () => ((await asked()).length > 0 ? asked() : null));
    expect(question).toBe('Quit Breakglass? 1 siren may be sounding: they stop by themselves at their end. (0, 0)');
    await page.getByText('SIREN SOUNDING').waitFor();

    await page.keyboard.press('F9');
    await page.getByText('SIREN SOUNDING').waitFor({ state: 'hidden' });
    await until('nothing goes on any more', async () => must(await ask(page, 'app', 'frame')).rings.length === 0);
    const gone = new Promise((resolve) => electron.process().once('exit', resolve));
    await electron.evaluate(({ app: electronApp }) => {
      setImmediate(() => {
        electronApp.quit();
      });
    });
    expect(await gone).toBe(0);
  });
});
