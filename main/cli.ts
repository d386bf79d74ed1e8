import { existsSync, readFileSync, realpathSync } from 'node:fs';
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
import { openHost, type LentDesk } from './cli/open-host';
import { outline, runProgram } from './cli/program';
import { complain, type Terminal } from './cli/terminal';
import { watchCommand } from './cli/watch-command';
import { composeFiles } from './compose';
import { Console } from './console';
import { deviceName } from './open-identity';
import { dataFolder } from './platform/folders';
import { nodePlatform } from './platform/node';
import { practise } from './practise';
import { serveTerminals } from './serve-terminals';
import { terminalView } from './terminal-view';

/** The commands that are carried out here even while a window has the desk: they need none, or bring their own. */
const ownCommands = new Set(['init', 'check', 'drill', 'help', undefined]);

const app = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

async function main(argv: readonly string[]): Promise<number> {
  const given = outline(argv);
  const folder = dataFolder(process.env, process.platform);
  const preferences = openPreferences(folder, given.lang ?? process.env['LC_ALL'] ?? process.env['LANG'] ?? 'en');
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
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
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    ask,
  };
  const { version: appVersion } = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')));
  const platform = nodePlatform({
    folder,
    speaker: createSystemSpeaker(process.env['PATH'] ?? ''),
    secretPrompt: { ask: ({ name, purpose }) => ask(`${name} (${purpose}): `, true) },
    tell: (line) => {
      if (!given.json) terminal.err(line);
    },
  });
  const workspace = (): string | null => findWorkspace(given.folder, terminal.cwd) ?? preferences.get().last;

  const desk = new Console({
    ...{ platform, preferences, appVersion },
    runtime: { version: process.versions.node, fallback: false, unsandboxed: false },
    assets: join(app, 'assets', 'drill'),
    chooseFolder: () => Promise.resolve(null),
    openLink: () => Promise.resolve(fail('bad-input', { what: 'link', why: 'terminal' })),
    serve: (open, calls) => serveTerminals(open, calls, { platform, preferences, appVersion }),
  });
  const lend = async (): Promise<Result<LentDesk>> => {
    const root = workspace();
    if (root === null) return fail('no-workspace', {});
    const opened = await desk.open(root);
    const current = desk.current();
    if (!opened.ok || current === null) return opened.ok ? fail('no-workspace', {}) : opened;
    return ok({ desk: terminalView(current, desk.handlers), giveBack: () => desk.close() });
  };

  const [command] = argv.filter((word, at) => !word.startsWith('-') && argv[at - 1] !== '-C' && argv[at - 1] !== '--lang');
  if (!ownCommands.has(command)) {
    const handed = await handOver(workspace(), argv, terminal);
    if (handed !== null) return handed;
  }
  const host = openHost(terminal, workspace, lend);
  return runProgram(argv, appVersion, host, composeFiles(), (program) => {
    drillCommand(program, host, {
      script: join(app, 'scripts', 'verify-journal'),
      start: async (dir, asRoot) => practise({ platform, preferences, appVersion, assets: join(app, 'assets', 'drill'), dir, asRoot }),
      take: (open) => desk.take(open),
      view: (open) => terminalView(open, desk.handlers),
      close: () => desk.close(),
    });
    watchCommand(program, host);
  });
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

/** Gives the command to whoever has the desk of this workspace open; null when nobody has. */
async function handOver(root: string | null, argv: readonly string[], terminal: Terminal): Promise<number | null> {
  if (root === null) return null;
  const address = deskAddress(root, deviceName());
  if (!address.ok) return complain(terminal, address.error);
  const { cwd, json } = terminal;
  return callDesk(address.value, { argv: [...argv], cwd, json }, (text) => process.stdout.write(text), (text) => process.stderr.write(text));
}

process.exitCode = await main(process.argv.slice(2));
