import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { fail, ok, type Result } from '../core/errors';
import { callDesk } from './adapters/desk-lock/call-desk';
import { deskAddress } from './adapters/desk-lock/runtime-folder';
import { openPreferences } from './adapters/preferences/preferences-file';
import { createSystemSpeaker } from './adapters/sound/system-speaker';
import { ask } from './cli/ask';
import { drillCommand } from './cli/drill-command';
import { importCommands } from './cli/import-commands';
import { openHost, type HandedOver, type LentDesk } from './cli/open-host';
import { outline, runProgram } from './cli/program';
import { complain, printable, tame, type Terminal } from './cli/terminal';
import { systemScreen } from './cli/shell-screen';
import { watchCommand } from './cli/watch-command';
import { composeFiles, composeImport } from './compose';
import { composeCheck } from './compose-check';
import { Console } from './console';
import { deviceName } from './open-identity';
import { dataFolder } from './platform/folders';
import { spreadLastNet } from './platform/last-net';
import { openLog } from './platform/log-file';
import { nodePlatform } from './platform/node';
import { createNodeProcessHost } from './platform/node-process-host';
import { serveTerminals } from './serve-terminals';
import { silenceFirst } from './silence-first';
import { silenceNow } from './silence-now';
import { terminalView } from './terminal-view';

/** How long a desk that just opens or closes is waited for (another command's, most often), ms. */
const patience = 10_000;
/** Journals of years are not waited for, ms. */
const othersPatience = 5_000;

const app = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Where a command's text goes, newlines included. */
interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const standard: Streams = { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) };

const net = spreadLastNet((line) => {
  attempt(() => openLog(dataFolder(process.env, process.platform)))?.(line);
}, process);

function readVersion(): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'))).version;
}

async function main(argv: readonly string[], streams: Streams = standard): Promise<number> {
  const given = outline(argv);
  const folder = dataFolder(process.env, process.platform);
  const preferences = openPreferences(folder, given.lang ?? process.env['LC_ALL'] ?? process.env['LANG'] ?? 'en');
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A second one means "now".
      if (interrupt.signal.aborted) process.exit(130);
      interrupt.abort();
    });
  }
  const terminal: Terminal = {
    json: given.json,
    locale: given.lang === 'ko' || given.lang === 'en' ? given.lang : preferences.get().locale,
    cwd: process.cwd(),
    interrupted: interrupt.signal,
    out: (line) => {
      streams.out(`${tame(line, given.json)}\n`);
    },
    err: (line) => {
      streams.err(`${tame(line, given.json)}\n`);
    },
    ask,
    screen: systemScreen(),
  };
  const appVersion = readVersion();
  const platform = nodePlatform({
    folder,
    speaker: createSystemSpeaker(process.env['PATH'] ?? ''),
    secretPrompt: { ask: ({ name, purpose }) => ask(`${name} (${purpose}): `, true) },
    secretConsent: { agree: async ({ name, purpose }) => /^y(es)?$/i.test((await ask(`hand out ${name} (${purpose}) once? [y/N] `, false))?.trim() ?? '') },
    tell: (line) => {
      if (!given.json) terminal.err(printable(line));
    },
  });
  const workspace = (): string | null => findWorkspace(given.folder, terminal.cwd) ?? preferences.get().last;

  const desk = new Console({
    ...{ platform, preferences, appVersion },
    runtime: { version: process.versions.node, fallback: false, unsandboxed: false },
    assets: join(app, 'assets', 'drill'),
    chooseFolder: () => Promise.resolve(null),
    chooseSave: () => Promise.resolve(null),
    chooseFile: () => Promise.resolve(null),
    copyText: () => false,
    showWindow: () => false,
    openLink: () => Promise.resolve(fail('bad-input', { what: 'link', why: 'terminal' })),
    serve: (open, calls) => serveTerminals(open, calls, { platform, preferences, appVersion }),
  });
  net.on((problem) => {
    complain(terminal, problem);
    desk.mishap(problem);
  });
  /** The desk of another process if it has one open, else one of our own. */
  const lend = async (): Promise<Result<LentDesk | HandedOver>> => {
    const root = workspace();
    if (root === null) return fail('no-workspace', {});
    for (const deadline = Date.now() + patience; ; ) {
      // A watch is a desk of its own: nobody else can be one for it.
      const handed = argv.includes('watch') ? ok(null) : await handOver(root, argv, terminal, streams);
      if (!handed.ok) return handed;
      if (handed.value !== null) return ok({ exit: handed.value });
      const opened = await desk.open(root);
      const current = desk.current();
      // A short command answers with what the others did; silence waits for nobody (law 5).
      if (current !== null && !argv.includes('silence')) await Promise.race([current.othersRead, new Promise((resolve) => setTimeout(resolve, othersPatience).unref())]);
      if (opened.ok && current !== null) return ok({ desk: terminalView(current, desk.handlers), giveBack });
      const taken = !opened.ok && opened.error.code === 'desk-taken';
      if (!taken || Date.now() > deadline || interrupt.signal.aborted) return opened.ok ? fail('no-workspace', {}) : opened;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  /** Others may have handed us their commands meanwhile: they are carried out before the desk closes. */
  const giveBack = async (): Promise<void> => {
    const interrupted = new Promise<void>((resolve) => {
      if (interrupt.signal.aborted) resolve();
      else interrupt.signal.addEventListener('abort', () => { resolve(); });
    });
    await Promise.race([desk.idle(), interrupted]);
    await desk.close();
  };

  const host = openHost(terminal, workspace, lend);
  const exit = await runProgram(argv, appVersion, host, { files: composeFiles(), check: composeCheck(process.env) }, (program) => {
    drillCommand(program, host, {
      script: join(app, 'scripts', 'verify-journal'),
      // Loaded when it is asked for: an SSH server is much to read for somebody who wants to silence a siren.
      start: async (dir, asRoot) => (await import('./practise')).practise({ platform, preferences, appVersion, assets: join(app, 'assets', 'drill'), dir, asRoot }),
      take: (open) => desk.take(open),
      view: (open) => terminalView(open, desk.handlers),
      close: () => desk.close(),
    });
    watchCommand(program, host);
    importCommands(program, host, composeImport());
  });
  // Nobody can say what came of the part that broke.
  return exit === 0 && net.caught() ? 1 : exit;
}

/** `-C DIR`, else the nearest folder above that is a workspace, else null: then the last one opened. */
function findWorkspace(given: string | null, cwd: string): string | null {
  if (given !== null) return real(resolve(cwd, given));
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'breakglass.yaml'))) return real(folder);
    if (folder === dirname(folder)) return null;
  }
}

function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** Gives the command to whoever has the desk of this workspace open: its exit code, or null when nobody answers. */
async function handOver(root: string, argv: readonly string[], { cwd, json, interrupted }: Terminal, streams: Streams): Promise<Result<number | null>> {
  const address = deskAddress(root, deviceName());
  if (!address.ok) return address;
  return ok(await callDesk(address.value, { argv: [...argv], cwd, json }, streams.out, streams.err, interrupted));
}

/** `silence` needs none of what the other commands need: whatever of it is broken must not keep a siren sounding (law 5). */
async function silence(argv: readonly string[]): Promise<number> {
  const given = outline(argv);
  const folder = attempt(() => dataFolder(process.env, process.platform));
  const preferences = folder === null ? null : openPreferences(folder, process.env['LC_ALL'] ?? process.env['LANG'] ?? 'en').get();
  const root = findWorkspace(given.folder, process.cwd()) ?? preferences?.last ?? null;
  const address = root === null ? null : attempt(() => deskAddress(root, deviceName()));
  const [siren] = given.words.slice(1);
  return silenceFirst({
    json: given.json,
    locale: given.lang === 'ko' || given.lang === 'en' ? given.lang : (preferences?.locale ?? 'en'),
    streams: standard,
    viaDesk: (streams) => main(argv, streams),
    direct: async () =>
      root === null
        ? fail('no-workspace', {})
        : silenceNow(siren ?? null, {
            ...{ root, appVersion: readVersion(), dataFolder: folder },
            platform: { environment: process.env, speaker: createSystemSpeaker(process.env['PATH'] ?? ''), homeFolder: homedir(), processes: createNodeProcessHost(), log: () => undefined },
          }),
    deskListens: address?.ok === true && existsSync(address.value),
  });
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const argv = process.argv.slice(2);
if (outline(argv).words[0] === 'silence' && !argv.some((word) => word === '--help' || word === '-h')) {
  const exit = await silence(argv);
  // What hangs elsewhere, a desk that never answers above all, must not keep this command.
  process.stdout.write('', () => process.exit(exit));
} else {
  process.exitCode = await main(argv);
}
