import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterEach } from 'vitest';

/** The checkout, or another build of it. */
export const appFolder = process.env['BREAKGLASS_APP'] ?? join(import.meta.dirname, '../../..');

/** Whether a keyring that belongs to the tests is in reach. */
export const hasTestKeyring = process.env['BREAKGLASS_TEST_KEYRING'] === '1';

/** Pictures of what went wrong. */
const failures = join(import.meta.dirname, '../../../test-results');

/** How long a quit may take before it counts as hanging, ms. */
const patience = 30_000;

/** One device: a home of its own, so that no test sees another's keys, locks or preferences. */
export interface Device {
  readonly folder: string;
  readonly env: Record<string, string>;
}

/** The real app in a real window. */
export interface App {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** Quits as a person does who answers every question with yes; throws when it does not quit. */
  readonly quit: () => Promise<void>;
  /** As a power cut would. */
  readonly kill: () => Promise<void>;
}

const cleanups: (() => Promise<void> | void)[] = [];
const pictures: ((name: string) => Promise<void>)[] = [];

/** Undone after the test, the newest first, whatever became of it. */
export function afterThisTest(undo: () => Promise<void> | void): void {
  cleanups.push(undo);
}

afterEach(async ({ task }) => {
  const takers = pictures.splice(0);
  const failed = task.result?.state === 'fail';
  const stood = failed ? trail() : '';
  if (failed) for (const take of takers) await take(task.name);
  for (const undo of cleanups.splice(0).reverse()) await undo();
  if (failed) throw new Error(`the last that was asked of the window:\n${stood}`);
});

/** The last calls to the window. A test that stands still says only that its time is up; this says at what. */
function trail(): string {
  const file = process.env['DEBUG_FILE'];
  return file === undefined || !existsSync(file) ? '(not written down)' : readFileSync(file, 'utf8').trimEnd().split('\n').slice(-14).join('\n');
}

/** A folder that is gone after the test. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `breakglass-e2e-${name}-`));
  afterThisTest(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  });
  return folder;
}

export function newDevice(options: { readonly keyring?: boolean } = {}): Device {
  const folder = temporaryFolder('device');
  const runtime = join(folder, 'run');
  mkdirSync(runtime, { mode: 0o700 });
  const session = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined && !/^(BREAKGLASS_|SSH_AUTH_SOCK|LC_|NODE_OPTIONS)/.test(entry[0])),
  );
  // SECURITY: only a keyring that is the tests' own is in reach, and only where a test asks for it.
  const keychain: Record<string, string> = options.keyring === true && hasTestKeyring ? {} : { DBUS_SESSION_BUS_ADDRESS: 'disabled:', XDG_RUNTIME_DIR: runtime };
  return { folder, env: { ...session, ...keychain, HOME: folder, BREAKGLASS_HOME: join(folder, 'data'), LANG: 'en_US.UTF-8', TZ: 'Asia/Seoul' } };
}

/** Command line of the app, flags before its folder. */
export function commandLine(...words: readonly string[]): { readonly file: string; readonly args: string[] } {
  const file = process.env['BREAKGLASS_ELECTRON'];
  if (file === undefined) throw new Error('BREAKGLASS_ELECTRON is not set: start these tests with `npm run e2e`');
  const flags = (process.env['BREAKGLASS_ELECTRON_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '');
  return { file, args: [...flags, appFolder, ...words] };
}

/** Starts the app and waits for its first screen. */
export async function startApp(device: Device, workspace: string | null = null): Promise<App> {
  const { file, args } = commandLine(...(workspace === null ? [] : [`--workspace=${workspace}`]));
  const electron = await _electron.launch({ executablePath: file, args, env: device.env });
  const child = electron.process();
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const kill = async (): Promise<void> => {
    if (!isGone()) child.kill('SIGKILL');
    await gone;
  };
  const page = await electron.firstWindow();
  const blunders: string[] = [];
  page.on('pageerror', (error) => blunders.push(error.message));
  const quit = async (): Promise<void> => {
    if (isGone()) return;
    await electron.evaluate(({ app, dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
      setImmediate(() => {
        app.quit();
      });
    });
    const inTime = await Promise.race([gone.then(() => true), new Promise<boolean>((resolve) => setTimeout(resolve, patience, false))]);
    if (!inTime) {
      await kill();
      throw new Error(`the app did not quit within ${String(patience / 1_000)} s; it said:\n${said.join('')}`);
    }
    if (blunders.length > 0) throw new Error(`the page threw: ${blunders.join('; ')}`);
  };
  afterThisTest(quit);
  pictures.push(async (name) => {
    for (const [at, window] of isGone() ? [] : electron.windows().entries()) {
      await window.screenshot({ path: join(failures, `${name.replace(/\W+/g, '-')}-${String(at)}.png`) }).catch(() => undefined);
    }
  });
  await page.getByRole('banner').waitFor();
  return { electron, page, quit, kill };
}
