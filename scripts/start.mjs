// `npm start`: everything between a fresh clone and a window, each step only when it is needed, and said aloud.
import { ensureBuilt } from './lib/build.mjs';
import {
  displayPackages,
  installCommand,
  installPackages,
  isDebian,
  isRoot,
  missingLibraries,
  missingPackages,
  runtimePackages,
} from './lib/debian.mjs';
import { checkNode, ensureDependencies } from './lib/dependencies.mjs';
import { hasDisplay, startDisplay } from './lib/display.mjs';
import { ensureElectron } from './lib/electron-runtime.mjs';
import { log } from './lib/log.mjs';
import { has, root, run } from './lib/processes.mjs';
import { unsandboxedArguments, whyNoSandbox } from './lib/sandbox.mjs';

async function start() {
  checkNode();
  await ensureDependencies(log);
  const electron = await ensureElectron({ log });
  await ensureLibraries(electron.path);
  await ensureBuilt(log);
  const screen = await ensureScreen();
  try {
    const env = { ...process.env, ...screen?.env };
    const { code } = await run(electron.path, [...electronArguments(electron), ...process.argv.slice(2)], { env });
    return code;
  } finally {
    await screen?.stop();
  }
}

/** @param {import('./lib/electron-runtime.mjs').Electron} electron */
function electronArguments(electron) {
  const why = whyNoSandbox(electron.distFolder);
  if (why !== undefined) log(`WITHOUT THE SANDBOX, because ${why}. Fine for a look; do not work like this.`);
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  const onlyWayland = process.platform === 'linux' && Boolean(WAYLAND_DISPLAY) && !DISPLAY;
  return [
    ...(onlyWayland ? ['--ozone-platform=wayland'] : []),
    ...(why === undefined ? [] : unsandboxedArguments),
    root,
    ...(electron.fallback ? ['--breakglass-fallback-runtime'] : []),
  ];
}

/** @param {string} binary */
async function ensureLibraries(binary) {
  const libraries = missingLibraries(binary);
  if (libraries.length === 0) return;
  const missing = isDebian() ? missingPackages(runtimePackages) : [];
  if (isDebian() && isRoot()) await installPackages(missing, log);
  const still = missingLibraries(binary);
  if (still.length === 0) return;
  const advice = isDebian() ? `Install them: ${installCommand(missing)}` : "Install them with your system's packages.";
  throw new Error(`Electron needs libraries that this machine lacks: ${still.join(', ')}. ${advice}`);
}

async function ensureScreen() {
  if (hasDisplay()) return undefined;
  if (!has('Xvfb') && isDebian() && isRoot()) await installPackages(displayPackages, log);
  if (!has('Xvfb')) {
    throw new Error(
      'there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set). Start it from a desktop, over `ssh -X`, ' +
        `or install a screen in memory: ${installCommand(displayPackages)}. ` +
        'The terminal twin needs none: bin/breakglass.mjs',
    );
  }
  log('no screen here: it runs on one in memory (Xvfb), which nobody sees. The terminal twin is bin/breakglass.mjs.');
  return startDisplay();
}

try {
  process.exitCode = await start();
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
