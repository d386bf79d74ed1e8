import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const patience = 180_000;

/** A folder that Electron takes for an app and that holds nothing but a probe. */
export function probeFolder(folder: string, probe: string, root: string): string {
  mkdirSync(folder);
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string; version: string };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, type: 'module', main: `${probe}.js` }));
  copyFileSync(fileURLToPath(new URL(`./${probe}.js`, import.meta.url)), join(folder, `${probe}.js`));
  return folder;
}

/** The built app in a real window, with a line to its probe. */
export class ProbedApp {
  private said = '';
  private number = 0;
  private isPainted = false;
  private readonly waiting = new Map<number, (answer: { readonly value?: unknown; readonly error?: string }) => void>();

  private constructor(
    private readonly child: ChildProcess,
    readonly startedAt: number,
  ) {}

  static start(folder: string, words: readonly string[], env: Readonly<Record<string, string>>): ProbedApp {
    const { BREAKGLASS_ELECTRON: electron, BREAKGLASS_ELECTRON_FLAGS: flags = '' } = process.env;
    if (electron === undefined) throw new Error('no Electron was given');
    const startedAt = Date.now();
    const child = spawn(electron, [...flags.split(' ').filter((flag) => flag !== ''), folder, ...words], {
      env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const app = new ProbedApp(child, startedAt);
    let line = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      line += chunk.toString();
      const lines = line.split('\n');
      line = lines.pop() ?? '';
      for (const each of lines) app.hear(each);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      app.said = `${app.said}${chunk.toString()}`.slice(-4_000);
    });
    return app;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  async ask(question: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = (this.number += 1);
    const answer = new Promise<{ readonly value?: unknown; readonly error?: string }>((resolve) => this.waiting.set(id, resolve));
    this.child.stdin?.write(`${JSON.stringify({ id, ...question })}\n`);
    const timer = setTimeout(() => this.waiting.get(id)?.({ error: `no answer within ${String(patience / 1_000)} s; it said:\n${this.said}` }), patience);
    const { value, error } = await answer;
    clearTimeout(timer);
    if (error !== undefined) throw new Error(error);
    return value;
  }

  evaluate(script: string): Promise<unknown> {
    return this.ask({ do: 'evaluate', script });
  }

  /** Evaluates until it gives something true; a window that is still opening is waited for. */
  async until(what: string, script: string): Promise<void> {
    for (const deadline = Date.now() + patience; Date.now() < deadline; ) {
      const seen = await this.evaluate(script).catch(() => false);
      if (seen === true) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${what}: not within ${String(patience / 1_000)} s; it said:\n${this.said}`);
  }

  /** Resolves when a paint probe says that the window was painted. */
  async painted(): Promise<void> {
    for (const deadline = Date.now() + patience; !this.isPainted; ) {
      if (Date.now() > deadline) throw new Error(`nothing was painted within ${String(patience / 1_000)} s; it said:\n${this.said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
    // Chromium's other processes leave when the first one is gone.
    await new Promise((resolve) => setTimeout(resolve, 500));
  }

  private hear(line: string): void {
    if (line.startsWith('painted ')) this.isPainted = true;
    if (!line.startsWith('answer ')) return;
    const answer = JSON.parse(line.slice('answer '.length)) as { readonly id: number; readonly value?: unknown; readonly error?: string };
    this.waiting.get(answer.id)?.(answer);
    this.waiting.delete(answer.id);
  }
}

/** Proportional set size of a process and everything it started, MiB. */
export function pssOf(pid: number): number {
  try {
    const own = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/smaps_rollup`, 'utf8'));
    const children = readdirSync(`/proc/${String(pid)}/task`).flatMap((thread) =>
      readFileSync(`/proc/${String(pid)}/task/${thread}/children`, 'utf8').trim().split(' ').filter((child) => child !== '').map(Number),
    );
    return Number(own?.[1] ?? 0) / 1_024 + children.map(pssOf).reduce((a, b) => a + b, 0);
  } catch {
    // It ended while we looked.
    return 0;
  }
}
