import { spawnSync } from 'node:child_process';
import { patiently } from './log.mjs';
import { has, run } from './processes.mjs';

/** What Electron and the keychain load at run time. `a|b`: newer Debian and Ubuntu renamed the first to the second. */
export const runtimePackages = Object.freeze([
  'libgtk-3-0|libgtk-3-0t64',
  'libnss3',
  'libasound2|libasound2t64',
  'libgbm1',
  'libatk-bridge2.0-0|libatk-bridge2.0-0t64',
  'libxss1',
  'libsecret-1-0',
]);

/** A screen for a machine that has none. */
export const displayPackages = Object.freeze(['xvfb']);

/** The real servers and shells of tests/lab, and the session that tests/e2e runs in. */
export const testPackages = Object.freeze([
  ...runtimePackages,
  ...displayPackages,
  'dbus',
  'dbus-x11',
  'gnome-keyring',
  'openssh-server',
  'openssh-client',
  'openssl',
  'procps',
  'prometheus-alertmanager',
  'busybox',
  'dash',
  'zsh',
  'fish',
  'tcsh',
  'ksh',
  'fonts-noto-cjk',
  'xdotool',
  'asciinema',
  'sudo',
  'iproute2',
  'dropbear-bin',
  'systemd',
  'dovecot-imapd',
  'mosquitto',
  'python3-icalendar',
  'python3-dateutil',
  // Its server stays off: a test starts one of its own in a folder.
  'postgresql-15|postgresql-17',
]);

export const isRoot = () => process.getuid?.() === 0;

export const isDebian = () => process.platform === 'linux' && has('apt-get') && has('dpkg-query');

/**
 * Which of the packages are not installed.
 * @param {readonly string[]} packages
 */
export function missingPackages(packages) {
  return packages.filter((entry) => !entry.split('|').some(installed));
}

/** @param {string} name */
function installed(name) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}\n', name], { encoding: 'utf8' });
  // A package of two architectures, or a virtual one, answers with several lines.
  return stdout.split('\n').includes('installed');
}

/**
 * Installs the packages, as root on Debian and its children.
 * @param {readonly string[]} missing
 * @param {import('./log.mjs').Log} log
 * @returns {Promise<readonly string[]>} those that are still missing
 */
export async function installPackages(missing, log) {
  if (missing.length === 0) return [];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-o', 'DPkg::Lock::Timeout=120', '-q'];
  await patiently(log, 'asking Debian for its package lists', () =>
    run('apt-get', [...options, 'update'], { env, quiet: true }),
  );
  const names = missing.map(availableName);
  const { code, output } = await patiently(log, `installing ${names.join(' ')}`, () =>
    run('apt-get', [...options, 'install', '-y', '--no-install-recommends', ...names], { env, quiet: true }),
  );
  if (code !== 0) log(`apt-get ended with ${code}:\n${output.trim().split('\n').slice(-5).join('\n')}`);
  return missingPackages(missing);
}

/** @param {string} entry */
function availableName(entry) {
  const names = entry.split('|');
  const found = names.find((name) => {
    const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
    return /Candidate: (?!\(none\))/.test(stdout);
  });
  return found ?? names[0] ?? entry;
}

/**
 * How a person installs what we may not.
 * @param {readonly string[]} packages
 */
export const installCommand = (packages) =>
  `sudo apt-get install ${packages.map((entry) => entry.split('|')[0]).join(' ')}`;

/**
 * The shared libraries that a program asks for and this machine does not have, on any Linux.
 * @param {string} binary
 * @returns {readonly string[]}
 */
export function missingLibraries(binary) {
  if (process.platform !== 'linux' || !has('ldd')) return [];
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' });
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, library]) => library ?? '');
}
