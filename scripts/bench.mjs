// `npm run bench`: what docs/benchmarks.md says, measured here. `npm run bench -- s1 s3` runs some of it; `--rounds N`
// and `--quick` make it shorter. Exits with 1 when a promise is missed; not part of CI.
import { join } from 'node:path';
import { build } from 'vite';
import { ensureBuilt } from './lib/build.mjs';
import { installCommand, installPackages, isDebian, isRoot, missingLibraries } from './lib/debian.mjs';
import { hasDisplay, startDisplay } from './lib/display.mjs';
import { ensureElectron } from './lib/electron-runtime.mjs';
import { log } from './lib/log.mjs';
import { has, root, run } from './lib/processes.mjs';
import { unsandboxedArguments, whyNoSandbox } from './lib/sandbox.mjs';

const words = process.argv.slice(2);
const chosen = words.filter((word) => /^s\d+$/.test(word));
const runs = (/** @type {string} */ id) => chosen.length === 0 || chosen.includes(id);

/** What nothing is measured without, from Debian: command -> package. parallel-ssh, clush and ansible are taken where they are. */
const peers = Object.freeze({ ssh: 'openssh-client', pdsh: 'pdsh' });

async function ensurePeers() {
  const missing = Object.entries(peers).flatMap(([command, name]) => (has(command) ? [] : [name]));
  if (missing.length === 0) return;
  if (!isDebian() || !isRoot()) throw new Error(`what we compare with is not installed: ${installCommand(missing)}`);
  await installPackages(missing, log);
}

/** One folder with the benches and the product's own workers, as the app's build makes them. */
async function bundle() {
  const outDir = join(root, '.cache/bench');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rolldownOptions: {
        input: {
          bench: join(root, 'tests/bench/main.ts'),
          'window-probe': join(root, 'tests/bench/window-probe.ts'),
          'paint-probe': join(root, 'tests/bench/paint-probe.ts'),
          'ssh-worker': join(root, 'main/workers/ssh/worker.ts'),
          'store-worker': join(root, 'main/workers/store/worker.ts'),
        },
        external: ['electron'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  return join(outDir, 'bench.js');
}

/** What only the bench of the window needs. */
async function ensureWindow() {
  if (!['s5', 's7', 's8'].some(runs)) return { env: {}, stop: async () => {} };
  const electron = await ensureElectron({ log });
  const libraries = missingLibraries(electron.path);
  if (libraries.length > 0) throw new Error(`Electron lacks ${libraries.join(', ')}; \`npm start\` says how to get them`);
  await ensureBuilt(log);
  if (!has('Xvfb') && !hasDisplay()) throw new Error('there is no screen and no Xvfb');
  const screen = has('Xvfb') ? await startDisplay() : { env: {}, stop: async () => {} };
  const flags = whyNoSandbox(electron.distFolder) === undefined ? [] : unsandboxedArguments;
  return { env: { ...screen.env, BREAKGLASS_ELECTRON: electron.path, BREAKGLASS_ELECTRON_FLAGS: flags.join(' ') }, stop: screen.stop };
}

try {
  await ensurePeers();
  const bench = await bundle();
  const window = await ensureWindow();
  try {
    // SECURITY: a bench never meets the keychain or the agent of whoever runs it.
    const own = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', SSH_AUTH_SOCK: '', BREAKGLASS_ROOT: root, NODE_ENV: 'production' };
    const { code } = await run(process.execPath, [bench, ...words], { env: { ...process.env, ...window.env, ...own } });
    process.exitCode = code;
  } finally {
    await window.stop();
  }
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
