import { statSync } from 'node:fs';
import { join } from 'node:path';
import { patiently } from './log.mjs';
import { npm, root, run } from './processes.mjs';

const OLDEST_NODE = [20, 19];

/** @throws {Error} when this Node is too old, before anything else fails in a way that nobody understands */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = OLDEST_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  throw new Error(`this is Node ${process.versions.node}; Breakglass needs ${OLDEST_NODE.join('.')} or newer.`);
}

/**
 * Installs the npm packages when there are none, or when the lockfile is newer than they are.
 * @param {import('./log.mjs').Log} log
 * @throws {Error} when npm fails
 */
export async function ensureDependencies(log) {
  const lock = modified(join(root, 'package-lock.json'));
  if (modified(join(root, 'node_modules/.package-lock.json')) >= lock) return;
  const { command, args } = npm();
  const { code } = await patiently(log, 'installing the npm packages (npm ci)', () => run(command, [...args, 'ci', '--loglevel=error']));
  if (code !== 0) throw new Error(`npm ci ended with ${code}. Is the network there? Nothing else was changed.`);
}

/** @param {string} path */
const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
