// electron-builder calls this on the unpacked app, before it is signed and wrapped.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flipShippedFuses } from './lib/electron-fuses.mjs';

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack(context) {
  const { appOutDir, electronPlatformName: platform, packager } = context;
  const name = packager.appInfo.productFilename;
  // BREAKGLASS_TEST_BUILD=1 leaves Node's inspector in, through which a test drives the package; nothing else differs.
  const inspect = process.env['BREAKGLASS_TEST_BUILD'] === '1';
  await flipShippedFuses(binaryIn(appOutDir, platform, name), electronMajor(appOutDir, packager.config), { inspect });
}

/**
 * @param {string} folder
 * @param {string} platform
 * @param {string} name
 */
function binaryIn(folder, platform, name) {
  if (platform === 'win32') return join(folder, `${name}.exe`);
  if (platform === 'darwin' || platform === 'mas') return join(folder, `${name}.app`);
  const plain = join(folder, 'breakglass');
  return existsSync(plain) ? plain : join(folder, name);
}

/**
 * The version of what was really packed: CI packages the fallback runtime.
 * @param {string} folder
 * @param {{ electronVersion?: string | null }} config
 */
function electronMajor(folder, config) {
  const file = join(folder, 'version');
  const version = existsSync(file) ? readFileSync(file, 'utf8').trim() : (config.electronVersion ?? '');
  const major = Number.parseInt(version.replace(/^v/, ''), 10);
  if (Number.isNaN(major)) throw new Error(`which Electron is in ${folder}? Its fuses cannot be set without knowing.`);
  return major;
}
