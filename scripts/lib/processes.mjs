import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Runs a program to its end with our own input and output, and passes on what the terminal tells us to do.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} exit code (128 + signal number as a shell gives it; 127 when it
 *   could not be started) and, when quiet, what it wrote
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false, timeoutMs } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs, killSignal: 'SIGKILL' }),
    });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => void (output += chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const stopForwarding = forwardSignals(child);
    child.on('error', (error) => {
      stopForwarding();
      done({ code: 127, output: `${output}${error.message}` });
    });
    child.on('close', (code, signal) => {
      stopForwarding();
      done({ code: code ?? 128 + (signalNumbers[signal ?? 'SIGTERM'] ?? 15), output });
    });
  });
}

/** @type {Readonly<Record<string, number>>} */
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/**
 * While a child runs, a signal to us is a signal to it, so that we outlive it and can tidy up after it. Ctrl+C at a
 * terminal reaches the child without our help; passing it on would press it twice.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} ends the forwarding
 */
function forwardSignals(child) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  const pass = (/** @type {NodeJS.Signals} */ signal) => () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const listeners = signals.map((signal) => ({ signal, listener: pass(signal) }));
  for (const { signal, listener } of listeners) process.on(signal, listener);
  return () => {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  };
}

/**
 * Ends a process that we started, and waits until it is gone.
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} [graceMs] how long it may take to leave by itself
 */
export async function end(child, graceMs = 3000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => void child.once('exit', done));
  child.kill('SIGTERM');
  const timer = setTimeout(() => void child.kill('SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

/**
 * Whether a program can be found on the path.
 * @param {string} name
 */
export function has(name) {
  const finder = process.platform === 'win32' ? 'where' : 'which';
  return spawnSync(finder, [name], { stdio: 'ignore' }).status === 0;
}

/**
 * The script behind a package's command, to be run by this very Node: no shell, and no `.cmd` on Windows.
 * @param {string} packageName
 * @param {string} [command]
 */
export function commandOf(packageName, command = packageName) {
  const manifest = join(root, 'node_modules', packageName, 'package.json');
  /** @type {{ bin: string | Record<string, string> }} */
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8'));
  const path = typeof bin === 'string' ? bin : bin[command];
  if (path === undefined) throw new Error(`${packageName} has no command named ${command}`);
  return join(dirname(manifest), path);
}

/** `npm` as an executable and the arguments that come before its own: on Windows a `.cmd` cannot be spawned. */
export function npm() {
  const cli = process.env['npm_execpath'] ?? npmBesideNode();
  return cli === undefined
    ? { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] }
    : { command: process.execPath, args: [cli] };
}

/** npm comes with Node; where it lies beside it, no search along the path is needed. */
function npmBesideNode() {
  try {
    return createRequire(join(dirname(process.execPath), 'node_modules', 'x.js')).resolve('npm/bin/npm-cli.js');
  } catch {
    return undefined;
  }
}
