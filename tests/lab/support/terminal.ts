import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { bundled } from '../../../scripts/lib/bundled.mjs';

const root = join(import.meta.dirname, '../../..');
const app = join(root, '.cache/lab-terminal');
/** The command as it was built. */
export const cli = join(app, 'out/main/cli.js');

/**
 * Builds the terminal and its workers as they are shipped, apart from `out/`: that belongs to whoever builds the app.
 * Once for all files of a run of the lab.
 */
export async function buildTerminal(): Promise<void> {
  if (process.env['BREAKGLASS_LAB_BUILT'] === '1') return;
  mkdirSync(app, { recursive: true });
  for (const name of ['package.json', 'assets', 'scripts']) {
    rmSync(join(app, name), { force: true });
    symlinkSync(join(root, name), join(app, name));
  }
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: bundled },
    build: {
      ssr: true,
      outDir: join(app, 'out/main'),
      emptyOutDir: false,
      minify: true,
      rolldownOptions: {
        input: {
          cli: join(root, 'main/cli.ts'),
          'ssh-worker': join(root, 'main/workers/ssh/worker.ts'),
          'store-worker': join(root, 'main/workers/store/worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' },
      },
    },
  });
}

/** What a command said, and how it ended. */
export interface Said {
  /** Null: a signal ended it. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
}

/** A command that is under way, in a process group of its own, as a shell would start it. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Said>;
  /** Resolves when its output (or its complaints) hold the text; throws when it ended without. */
  said(text: string): Promise<void>;
  /** Signals the whole group, as Ctrl-C does. */
  signalGroup(signal: NodeJS.Signals): void;
}

/** Longest that a command may take before the test calls it a hang, ms. */
const patience = 60_000;

/** `breakglass` on a laptop of its own: its own home, device data and runtime folder; nothing of the real user's. */
export class Laptop {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'breakglass-laptop-')));
  readonly home = join(this.folder, 'home');
  private readonly running = new Set<ChildProcess>();

  constructor(private readonly environment: Readonly<Record<string, string>> = {}) {
    for (const name of ['home', 'run']) mkdirSync(join(this.folder, name), { mode: 0o700 });
  }

  /** What its commands see of the machine. */
  get env(): Record<string, string> {
    return {
      PATH: process.env['PATH'] ?? '',
      HOME: this.home,
      BREAKGLASS_HOME: join(this.folder, 'data'),
      XDG_RUNTIME_DIR: join(this.folder, 'run'),
      // No keychain unless a test asks for one: a session key signs.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      LANG: 'en_US.UTF-8',
      ...this.environment,
    };
  }

  start(args: readonly string[], options: { readonly input?: string; readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {}): Running {
    const began = Date.now();
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: options.cwd ?? this.folder,
      detached: true,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { ...this.env, ...options.env },
    });
    this.running.add(child);
    let [out, err] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    if (options.input !== undefined) child.stdin?.end(options.input);
    const hang = setTimeout(() => {
      process.stderr.write(`hangs: breakglass ${args.join(' ')}\n${out}\n${err}\n`);
      child.kill('SIGKILL');
    }, patience);
    const ended = new Promise<Said>((resolve) => {
      child.once('close', (code) => {
        clearTimeout(hang);
        this.running.delete(child);
        resolve({ code, out, err, ms: Date.now() - began });
      });
    });
    return {
      child,
      ended,
      async said(text) {
        while (!`${out}\n${err}`.includes(text)) {
          if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended without saying ${text}: ${out}\n${err}`);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
      signalGroup(signal) {
        if (child.pid !== undefined) process.kill(-child.pid, signal);
      },
    };
  }

  async run(args: readonly string[], options: Parameters<Laptop['start']>[1] = {}): Promise<Said> {
    return this.start(args, options).ended;
  }

  /** Ends what still runs and removes everything. */
  async remove(): Promise<void> {
    const ends = [...this.running].map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of this.running) child.kill('SIGKILL');
    await Promise.all(ends);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

/** The JSON lines that a command streamed. */
export function jsonLines(out: string): Record<string, unknown>[] {
  return out.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}
