import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { missingLibraries } from './debian.mjs';
import { startDesktopSession } from './desktop-session.mjs';
import { hasDisplay, startDisplay } from './display.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { failuresOf } from './failures.mjs';
import { log } from './log.mjs';
import { commandOf, has, root, run } from './processes.mjs';
import { unsandboxedArguments, whyNoSandbox } from './sandbox.mjs';
import { countVitest, oneFailed, onePassed, oneSkipped } from './tally.mjs';

/**
 * @typedef {import('./tally.mjs').Tally} Tally
 * @typedef {{ name: string, run: () => Promise<Tally> }} Stage
 */

/**
 * A stage that is one tool, and counts as one. What it says is shown in one piece when it is done, because another stage
 * may be talking at the same time.
 * @param {string} name
 * @param {string} packageName
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Stage}
 */
const tool = (name, packageName, command, args) => ({
  name,
  run: async () => {
    const { code, output } = await run(process.execPath, [commandOf(packageName, command), ...args], { quiet: true });
    return toldBy(code, output);
  },
});

/**
 * @param {number} code
 * @param {string} output
 * @returns {Tally}
 */
function toldBy(code, output) {
  if (code === 0) return onePassed;
  process.stdout.write(output);
  return { ...oneFailed, failures: [{ file: '', name: `ended with ${code}`, message: output }] };
}

export const types = tool('types', 'typescript', 'tsc', ['--build']);
export const walls = tool('walls', 'dependency-cruiser', 'depcruise', [
  '--config',
  '.dependency-cruiser.cjs',
  'core',
  'main',
  'preload',
  'renderer',
]);
export const lint = tool('lint', 'eslint', 'eslint', ['.', '--max-warnings', '0']);
export const dead = tool('dead', 'knip', 'knip', []);

/** @type {Stage} */
export const unit = { name: 'unit', run: () => vitest('unit', process.env) };

/** @type {Stage} */
export const bundle = {
  name: 'build',
  run: async () => {
    const { code, output } = await build();
    return toldBy(code, output);
  },
};

/** @type {Stage} Real servers, in an own session. */
export const lab = {
  name: 'lab',
  run: () => inSession((env) => vitest('lab*', env)),
};

/** @type {Stage} The real app in a real Electron, on an own screen, in an own session. */
export const e2e = {
  name: 'e2e',
  run: async () => {
    // Before the home changes: what was fetched is kept in the home of whoever runs this.
    const electron = await ensureElectron({ log });
    const libraries = missingLibraries(electron.path);
    if (libraries.length > 0) return notRun(`Electron lacks ${libraries.join(', ')}`);
    if (process.platform === 'linux' && !has('Xvfb') && !hasDisplay()) return notRun('there is no screen and no Xvfb');
    const flags = whyNoSandbox(electron.distFolder) === undefined ? [] : unsandboxedArguments;
    return inSession((env) =>
      onScreen((screen) =>
        vitest('e2e', {
          ...env,
          ...screen,
          BREAKGLASS_ELECTRON: electron.path,
          BREAKGLASS_ELECTRON_FLAGS: flags.join(' '),
          ELECTRON_OVERRIDE_DIST_PATH: electron.distFolder,
          DEBUG: 'pw:api',
        }),
      ),
    );
  },
};

/**
 * Says what is not shown on this machine. Where everything must be shown (CI), that is a failure.
 * @param {string} why
 * @returns {Tally}
 */
export function notRun(why) {
  log(`not run: ${why}`);
  return process.env['CI'] === 'true' ? oneFailed : oneSkipped;
}

/**
 * SECURITY: a test never meets the keychain or the home of whoever runs it. BREAKGLASS_TEST_KEYRING=1 tells the tests
 * that the keychain in reach is theirs.
 * @param {(env: NodeJS.ProcessEnv) => Promise<Tally>} work
 */
async function inSession(work) {
  if (process.platform !== 'linux') return work(process.env);
  if (!has('dbus-daemon') || !has('gnome-keyring-daemon')) {
    log('no dbus or gnome-keyring here: what needs a keychain is not run.');
    return work({ ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' });
  }
  const session = await startDesktopSession();
  try {
    return await work({ ...process.env, ...session.env, BREAKGLASS_TEST_KEYRING: '1' });
  } finally {
    await session.stop();
  }
}

/** @param {(env: Record<string, string>) => Promise<Tally>} work */
async function onScreen(work) {
  if (process.platform !== 'linux' || !has('Xvfb')) return work({});
  const screen = await startDisplay();
  try {
    return await work(screen.env);
  } finally {
    await screen.stop();
  }
}

/**
 * @param {'unit' | 'lab*' | 'e2e'} projects
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Tally>}
 */
async function vitest(projects, env) {
  const folder = mkdtempSync(join(tmpdir(), 'breakglass-report-'));
  /** @param {string} name */
  const written = (name) => {
    const path = join(folder, name);
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  };
  try {
    const { code } = await run(process.execPath, [commandOf('vitest'), 'run', '--project', projects], {
      env: { ...env, NODE_ENV: 'test', BREAKGLASS_TEST_REPORT: folder, DEBUG_FILE: join(folder, 'trail') },
      cwd: root,
    });
    const report = written('report.json');
    return { ...countVitest(report, code), failures: failuresOf(report, written('errors.json') ?? [], root) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
