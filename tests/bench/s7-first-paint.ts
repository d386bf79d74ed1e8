import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeFiles } from '../../main/compose';
import { startPretendAlertmanager } from '../../main/drill/pretend-alertmanager';
import { interleave, type Bench } from './support/measure';

const root = process.env['BREAKGLASS_ROOT'] ?? process.cwd();
const alerts = 200;
/** The store is written two seconds after a change; this is comfortably later. Milliseconds. */
const untilStored = 6_000;

/** From the start of the process until the last known alerts are painted, with every alert source down. */
export const firstPaint: Bench = {
  id: 's7',
  title: 'Window with the last known alerts',
  rounds: 7,
  async run({ rounds }) {
    const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-window-'));
    try {
      const workspace = join(folder, 'workspace');
      const home = join(folder, 'home');
      const probe = harness(join(folder, 'probe'));
      mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 });
      const started = (env: Readonly<Record<string, string>>, stayMs: number) =>
        launch(probe, [`--workspace=${workspace}`], { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), BREAKGLASS_HOME: join(home, 'data'), BREAKGLASS_PERSON: 'kim', ...env }, stayMs);
      const app = { BENCH_APP: root, BENCH_SELECTOR: '[role="option"]' };
      await remember(workspace, () => started(app, untilStored));
      const taken = await interleave(rounds, {
        app: () => started(app, 1_000),
        empty: () => started({ BENCH_SELECTOR: 'body' }, 1_000),
      });
      const paints = (launches: readonly Launch[]): number[] => launches.map(({ paintedMs }) => paintedMs);
      const memory = (launches: readonly Launch[]): number[] => launches.map(({ pssMiB }) => pssMiB);
      const ours = { name: 'Breakglass', command: `the built app, workspace with ${alerts} stored alerts, source unreachable; first [role=option] painted` };
      const peer = { name: 'empty window', command: 'new BrowserWindow, an empty page; body painted' };
      return {
        comparisons: [
          { what: 'start to painted', unit: 'ms', ours: { ...ours, values: paints(taken.app) }, peer: { ...peer, values: paints(taken.empty) }, limit: { atMost: 1.6 } },
          { what: 'memory (PSS) of all processes, 1 s later', unit: 'MiB', ours: { ...ours, values: memory(taken.app) }, peer: { ...peer, values: memory(taken.empty) }, limit: { atMost: 1.8 } },
        ],
        notes: ['Both sides: the same Electron, on a screen in memory (Xvfb), no keychain in reach; painted = two animation frames after the element is there.'],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  },
};

interface Launch {
  readonly paintedMs: number;
  readonly pssMiB: number;
}

/** A folder that Electron takes for an app and that holds nothing but the probe. */
function harness(folder: string): string {
  mkdirSync(folder);
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string; version: string };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, type: 'module', main: 'paint-probe.js' }));
  copyFileSync(fileURLToPath(new URL('./paint-probe.js', import.meta.url)), join(folder, 'paint-probe.js'));
  return folder;
}

/** A workspace whose alerts were seen once; then their source goes away. */
async function remember(workspace: string, open: () => Promise<unknown>): Promise<void> {
  const made = await composeFiles().create(workspace, { name: 'bench', person: 'Kim', timezone: 'UTC' });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const source = await startPretendAlertmanager(Date.now);
  for (let at = 0; at < alerts; at += 1) {
    source.fire({ alertname: `Disk${String(at)}`, instance: `api-${String(at)}:9100`, severity: at % 3 === 0 ? 'critical' : 'warning' }, { summary: 'disk fills up' });
  }
  const settings = join(workspace, 'breakglass.yaml');
  const sources = `sources:\n  - { id: am, kind: alertmanager, url: "${source.url}", every: 15s }\n`;
  writeFileSync(settings, readFileSync(settings, 'utf8').replace('sources: []\n', sources));
  await open();
  await source.stop();
}

async function launch(folder: string, words: readonly string[], env: Readonly<Record<string, string>>, stayMs: number): Promise<Launch> {
  const { BREAKGLASS_ELECTRON: electron, BREAKGLASS_ELECTRON_FLAGS: flags = '' } = process.env;
  if (electron === undefined) throw new Error('no Electron was given');
  const began = Date.now();
  const child = spawn(electron, [...flags.split(' ').filter((flag) => flag !== ''), folder, ...words], {
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  let said = '';
  try {
    const at = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing was painted within 60 s; it said:\n${said}`)), 60_000);
      child.once('exit', (code) => reject(new Error(`Electron ended with ${String(code)}; it said:\n${said}`)));
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /\npainted (\d+)\n/.exec(said);
        if (found === null) return;
        clearTimeout(timer);
        resolve(Number(found[1]));
      });
    });
    await new Promise((resolve) => setTimeout(resolve, stayMs));
    return { paintedMs: at - began, pssMiB: pssOf(child.pid ?? 0) };
  } finally {
    child.kill('SIGKILL');
    await gone;
    // Chromium's other processes leave when the first one is gone.
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Proportional set size of a process and everything it started, MiB. */
function pssOf(pid: number): number {
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
