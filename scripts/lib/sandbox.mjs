import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from './debian.mjs';

/**
 * Why Chromium's sandbox cannot work here, if it cannot. Only then may the sandbox be left out, only by `npm start` and
 * the tests, and never in a package (decision 39).
 * @param {string} distFolder the folder of Electron
 * @returns {string | undefined} the reason in words
 */
export function whyNoSandbox(distFolder) {
  if (process.platform !== 'linux') return undefined;
  if (isRoot()) return 'you are root, and Chromium refuses its sandbox to root';
  if (hasSetuidSandbox(distFolder)) return undefined;
  const switches = ['/proc/sys/kernel/unprivileged_userns_clone', '/proc/sys/user/max_user_namespaces'];
  if (switches.some((path) => value(path) === '0')) return 'this system forbids unprivileged user namespaces';
  if (value('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1') {
    return 'AppArmor restricts unprivileged user namespaces on this system';
  }
  return undefined;
}

/** What the app is told on its command line when it runs without the sandbox; it shows a red banner then. */
export const unsandboxedArguments = Object.freeze(['--no-sandbox', '--breakglass-unsandboxed']);

/** @param {string} distFolder */
function hasSetuidSandbox(distFolder) {
  const helper = statSync(join(distFolder, 'chrome-sandbox'), { throwIfNoEntry: false });
  return helper !== undefined && helper.uid === 0 && (helper.mode & 0o4000) !== 0;
}

/** @param {string} path */
function value(path) {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
