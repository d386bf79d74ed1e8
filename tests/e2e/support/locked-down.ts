import type { ElectronApplication, Page } from 'playwright';
import { expect } from 'vitest';
import type { Contract } from '../../../core/ipc/kit';

/** What facts/security.md 1.1 asks of every page. */
const lockedDown = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  enableBlinkFeatures: '',
};

/** Reads back from each page that lives what it was really given. */
export async function expectLockedDown(electron: ElectronApplication, pages: number): Promise<void> {
  const found = await electron.evaluate(
    ({ webContents }, names) =>
      webContents.getAllWebContents().map((contents) => {
        const given = (contents as unknown as { getLastWebPreferences: () => Record<string, unknown> }).getLastWebPreferences();
        return Object.fromEntries(names.map((name) => [name, given[name] ?? null]));
      }),
    Object.keys(lockedDown),
  );
  expect(found).toHaveLength(pages);
  for (const each of found) {
    for (const [name, wanted] of Object.entries(lockedDown)) {
      expect([wanted, ...(wanted === true ? [] : [null])], `${name} is ${JSON.stringify(each[name])}`).toContain(each[name]);
    }
  }
}

/** The window holds exactly its contract, and nothing of Node or Electron. */
export async function expectOnly(page: Page, contract: Contract): Promise<void> {
  const names = (entries: Contract[string]): string[] =>
    Object.entries(entries).map(([name, { kind }]) => (kind === 'call' ? name : `on${name.charAt(0).toUpperCase()}${name.slice(1)}`));
  const exposed = await page.evaluate(() => {
    const { breakglass } = window as unknown as { breakglass: Record<string, Record<string, unknown>> };
    return Object.fromEntries(Object.entries(breakglass).map(([topic, calls]) => [topic, Object.keys(calls).sort()]));
  });
  expect(exposed).toEqual(Object.fromEntries(Object.entries(contract).map(([topic, entries]) => [topic, names(entries).sort()])));
  const foreign = await page.evaluate(() => ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer', 'electron', '__dirname'].filter((name) => name in window));
  expect(foreign).toEqual([]);
}
