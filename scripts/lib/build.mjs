import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { patiently } from './log.mjs';
import { commandOf, root, run } from './processes.mjs';

const folders = ['core', 'main', 'preload', 'renderer', 'assets'];
const sources = [...folders, 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
const results = ['out/main/index.js', 'out/main/cli.js', 'out/preload/preload.cjs', 'out/renderer/main/index.html'];

/** Whether out/ is there and not older than what it is made from. */
export function isBuilt() {
  const built = results.map((path) => join(root, path));
  if (!built.every((path) => existsSync(path))) return false;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return sources.every((path) => newest(join(root, path)) <= oldest);
}

/** @param {import('./log.mjs').Log} log */
export async function ensureBuilt(log) {
  if (isBuilt()) return;
  const { code, output } = await patiently(log, 'building', build);
  if (code !== 0) throw new Error(`the build failed:\n${output}`);
}

/** Builds out/, quietly: what it says is given back. */
export function build() {
  return run(process.execPath, [commandOf('electron-vite'), 'build'], { quiet: true });
}

/**
 * When the newest file of a folder was changed. A folder counts too: taking a file away changes only that.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}
