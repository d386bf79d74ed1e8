import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { terminalContract } from '../../core/ipc/contract';
import { hostLine } from '../lab/support/workspace';
import { Sshd } from '../lab/support/sshd';
import { newDevice, startApp, type App } from './support/app';
import { closeBy } from './support/close-by';
import { ask, must } from './support/desk';
import { expectLockedDown, expectOnly } from './support/locked-down';
import { screenshot } from './support/screenshot';
import { until } from './support/until';
import { createWorkspace } from './support/workspace';

let sshd: Sshd;

beforeAll(async () => {
  sshd = await Sshd.start();
});

afterAll(async () => {
  await sshd.stop();
});

/** A console with one production host. */
async function oneHost(): Promise<{ readonly app: App; readonly folder: string }> {
  const app = await startApp(newDevice());
  const folder = await createWorkspace(app);
  writeFileSync(join(folder, 'hosts.yaml'), `version: 1\nhosts:\n${hostLine(sshd, 'db-01', { danger: 'prod', groups: '[db]' })}`);
  await until('the host is known', async () => must(await ask(app.page, 'hosts', 'list')).length === 1);
  return { app, folder };
}

/** Opens a terminal on db-01 from the hosts screen, as a person does. */
async function open({ page, electron }: App, reason = 'replication is stuck'): Promise<Page> {
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.getByRole('button', { name: 'Open a recorded terminal on db-01' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Open the terminal' }).click();
  await dialog.getByText('Say why in one line.').waitFor();
  await dialog.getByLabel('Reason').fill(reason);
  const [terminal] = await Promise.all([electron.waitForEvent('window'), dialog.getByRole('button', { name: 'Open the terminal' }).click()]);
  await terminal.getByText('Everything shown is recorded').waitFor();
  return terminal;
}

/** What stands on the terminal's screen. */
const screenOf = (terminal: Page): Promise<string> => terminal.locator('.xterm-rows').innerText();

async function shows(terminal: Page, text: string): Promise<void> {
  await until(`the terminal shows ${text}`, async () => (await screenOf(terminal)).replaceAll('\u00a0', ' ').includes(text));
}

async function type(terminal: Page, line: string): Promise<void> {
  await terminal.locator('.xterm-helper-textarea').focus();
  await terminal.keyboard.type(line);
  await terminal.keyboard.press('Enter');
}

/** The colour in which the cell with this text is drawn. */
const colourOf = (terminal: Page, text: string): Promise<string> =>
  terminal.locator('.xterm-rows span', { hasText: new RegExp(`^${text}$`) }).last().evaluate((cell) => getComputedStyle(cell).color);

function entries(folder: string): { readonly code: string; readonly data: Record<string, unknown> }[] {
  const [writer] = readdirSync(join(folder, 'journal'));
  return readFileSync(join(folder, 'journal', writer ?? '', '000001.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
}

/** Its End…, or its Close once it is over. */
function endOf(terminal: Page): Locator {
  return terminal.getByRole('button', { name: /^(End…|Close)$/ });
}

/** Pastes, as the browser tells the page of it after Ctrl+Shift+V. */
async function paste(terminal: Page, text: string): Promise<void> {
  await terminal.evaluate((pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    document.querySelector('.xterm-helper-textarea')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, text);
}

describe('a recorded terminal', () => {
  it('asks the reason, wears the colour of production, works, answers nothing, and leaves a recording that the journal knows', async () => {
    const { app, folder } = await oneHost();
    const terminal = await open(app);
    const said: string[] = [];
    terminal.on('console', (message) => said.push(message.text()));
    terminal.on('pageerror', (error) => said.push(error.message));
    await expectLockedDown(app.electron, 2);
    await expectOnly(terminal, terminalContract);
    await terminal.getByText('replication is stuck').waitFor();
    await terminal.locator('main.shell-prod').waitFor();

    await type(terminal, "PS1='> '; clear");
    await type(terminal, "printf '\\033[31mred\\033[0m \\033[38;2;1;200;3mtrue\\033[0m %s\\n' fine-$((1+1))");
    await shows(terminal, 'red true fine-2');
    expect(await colourOf(terminal, 'red')).toBe('rgb(255, 128, 120)');
    expect(await colourOf(terminal, 'true')).toBe('rgb(1, 200, 3)');
    await type(terminal, "printf '\\033[c\\033[>c\\033[6n\\033[5n\\033]10;?\\007\\033[?1004h\\033P$qm\\033\\\\'; read -rsn1 -t 1 got && echo HEARD || echo SILENCE");
    await shows(terminal, 'SILENCE\n');
    await screenshot(terminal, 'terminal');

    await paste(terminal, 'echo one\necho two\n');
    const dialog = terminal.getByRole('dialog');
    await dialog.getByRole('heading', { name: 'Paste 2 lines into db-01?' }).waitFor();
    await screenshot(terminal, 'terminal-paste');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await paste(terminal, 'echo pasted-$((2+2))');
    await terminal.keyboard.press('Enter');
    await shows(terminal, 'pasted-4');
    expect(await screenOf(terminal)).not.toContain('two');

    await terminal.keyboard.press('Control+Shift+F');
    await terminal.getByRole('textbox', { name: 'Find' }).fill('pasted-4');
    await terminal.keyboard.press('Enter');
    await terminal.keyboard.press('Escape');
    await terminal.keyboard.press('Control+Shift+C');
    await until('it is copied', async () => (await app.electron.evaluate(({ clipboard }) => clipboard.readText())) === 'pasted-4');
    await terminal.getByRole('button', { name: 'Find' }).click();
    await terminal.getByRole('textbox', { name: 'Find' }).fill('nowhere-to-be-seen');
    await terminal.keyboard.press('Enter');
    await terminal.getByText('not found').waitFor();
    await terminal.keyboard.press('Escape');

    await app.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getFocusedWindow()?.setSize(700, 400);
    });
    await type(terminal, 'exit 3');
    await terminal.getByText('The shell ended with 3.').waitFor();
    await screenshot(terminal, 'terminal-over');
    expect(said.filter((line) => !line.startsWith('Electron Security Warning'))).toEqual([]);

    const [start, end] = await until('both entries', () => {
      const found = entries(folder).filter(({ code }) => code.startsWith('TERMINAL-'));
      return found.length === 2 ? found : null;
    });
    expect(start?.data).toMatchObject({ host: 'db-01', user: userInfo().username, danger: 'prod', reason: 'replication is stuck' });
    const recording = join(folder, String(end?.data['recording']));
    expect(end?.data).toMatchObject({ how: 'exit', code: 3, recordingSha256: createHash('sha256').update(readFileSync(recording)).digest('hex') });
    expect(must(await ask(app.page, 'journal', 'verify'))).toMatchObject({ ok: true });

    await app.page.getByRole('button', { name: 'Recorded terminals' }).click();
    const list = app.page.getByRole('dialog');
    await list.getByRole('button', { name: 'Check the recording on db-01' }).click();
    await app.page.getByText(/is as the journal says/).waitFor();
    const exported = join(folder, '..', 'exported.cast');
    await app.electron.evaluate(({ dialog: native }, file) => {
      native.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: file });
    }, exported);
    await list.getByRole('button', { name: 'Export the recording on db-01' }).click();
    await until('it is exported', () => existsSync(exported) && readFileSync(exported, 'utf8').includes('fine-2'));
    expect(JSON.parse(readFileSync(exported, 'utf8').split('\n')[0] ?? '')).toMatchObject({ version: 2 });
  });

  it('asks before it ends a living shell, says when the line is lost, and several are open at once', async () => {
    const { app } = await oneHost();
    const first = await open(app, 'one');
    const second = await open(app, 'two');
    await type(first, 'echo first-$((1+1))');
    await type(second, 'echo second-$((1+1))');
    await shows(first, 'first-2');
    await shows(second, 'second-2');
    const asked = (): Promise<string[]> => app.electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    await app.electron.evaluate(({ dialog }) => {
      const heard: string[] = [];
      Object.assign(globalThis, { asked: heard, answer: 0 });
      dialog.showMessageBox = ((_window: unknown, { message }: { message: string }) => {
        heard.push(message);
        return Promise.resolve({ response: (globalThis as unknown as { answer: number }).answer, checkboxChecked: false });
      }) as typeof dialog.showMessageBox;
    });
    await first.getByRole('button', { name: 'End…' }).click();
    await until('it asked', async () => (await asked()).length === 1);
    expect(await asked()).toEqual(['End the terminal on db-01?']);
    await type(first, 'echo still-$((1+1))');
    await shows(first, 'still-2');
    await app.electron.evaluate(() => Object.assign(globalThis, { answer: 1 }));
    await closeBy(first, endOf(first));
    await until('one is over', async () => must(await ask(app.page, 'terminals', 'list')).filter(({ end }) => end?.how === 'closed').length === 1);

    sshd.killSessions();
    await second.getByText('The line is lost. This terminal is over; it does not connect again.').waitFor();
    const [lost] = must(await ask(app.page, 'terminals', 'list'));
    expect(lost).toMatchObject({ reason: 'two', end: { how: 'line-lost' } });
    await closeBy(second, endOf(second));
    expect(app.electron.windows()).toHaveLength(1);
    expect(await asked()).toHaveLength(2);
  });

  it('one key silences from there, and a host that gives no terminal is said so', async () => {
    const app = await startApp(newDevice());
    must(await ask(app.page, 'workspace', 'practise'));
    const [host] = await until('the pretend hosts', async () => must(await ask(app.page, 'hosts', 'list')));
    const [terminal] = await Promise.all([app.electron.waitForEvent('window'), ask(app.page, 'terminals', 'open', { host: host?.name, reason: 'practice', caseId: null })]);
    await terminal.getByText('No terminal was opened.').waitFor();
    await terminal.getByText('DRILL').waitFor();
    must(await ask(app.page, 'sirens', 'ring', { to: must(await ask(app.page, 'sirens', 'list'))[0]?.id, reason: 'wake up', volume: 10, seconds: 60, caseId: null }));
    await terminal.getByText('SIREN MAY BE SOUNDING').waitFor();
    await terminal.keyboard.press('F9');
    await terminal.getByText('SIREN MAY BE SOUNDING').waitFor({ state: 'detached' });
    await until('it is silent', async () => must(await ask(app.page, 'app', 'frame')).rings.length === 0);
  });
});
