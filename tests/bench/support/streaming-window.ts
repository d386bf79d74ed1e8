import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeFiles } from '../../../main/compose';
import type { LoopbackHosts } from './loopback-hosts';
import { ProbedApp, probeFolder, pssOf } from './probed-app';
import { writeHosts } from './write-hosts';

/** What a person would have felt while a run streamed. Milliseconds and MiB. */
export interface Felt {
  /** From one frame of the page to the next. */
  readonly frames: readonly number[];
  /** How late the main process's loop was, p99. */
  readonly loop: number;
  /** From the press of Run to the end of the run. */
  readonly wall: number;
  /** From then until the whole of what is shown was read and drawn. */
  readonly shownAfter: number;
  /** Proportional memory of all processes when it was shown. */
  readonly memory: number;
}

/** Resolves with the gaps between frames, and when each ended (epoch ms), as soon as `enough` holds. */
const frames = (enough: string): string =>
  `new Promise((resolve) => { const gaps = []; let last = performance.now(); const tick = (now) => { gaps.push([performance.timeOrigin + now, now - last]); last = now; if (${enough}) resolve(gaps.slice(1)); else requestAnimationFrame(tick); }; requestAnimationFrame(tick); })`;
const foot = `(document.querySelector('.output-foot')?.textContent ?? '')`;
type Gaps = readonly (readonly [at: number, gap: number])[];

const state = `document.querySelector('.run-head [role="status"] .dim')`;
const buttonThat = (test: string): string => `[...document.querySelectorAll('button')].find((button) => /${test}/.test(button.textContent) && !button.disabled)`;

/** The built app in a real window, with a workspace of real hosts, and its run screen in front. */
export class StreamingWindow {
  private constructor(
    private readonly folder: string,
    private readonly app: ProbedApp,
  ) {}

  /** @param scripts title of a runbook -> on which hosts, and the bytes of its one step, which only reads. */
  static async open(root: string, hosts: LoopbackHosts, scripts: Readonly<Record<string, { readonly on: string; readonly script: string }>>): Promise<StreamingWindow> {
    const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-streaming-'));
    const workspace = join(folder, 'workspace');
    const home = join(folder, 'home');
    mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 });
    const made = await composeFiles().create(workspace, { name: 'bench', person: 'Kim', timezone: 'UTC' });
    if (!made.ok) throw new Error(JSON.stringify(made.error));
    writeHosts(workspace, hosts);
    for (const [title, { on, script }] of Object.entries(scripts)) {
      writeFileSync(join(workspace, 'runbooks', `${title}.md`), `---\ntitle: ${title}\n---\n# ${title}\n\n\`\`\`sh {name=${title}, on=${on}, danger=read}\n${script}\n\`\`\`\n`);
    }
    const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), BREAKGLASS_HOME: join(home, 'data'), BREAKGLASS_PERSON: 'kim', BENCH_APP: root };
    const app = ProbedApp.start(probeFolder(join(folder, 'probe'), 'window-probe', root), [`--workspace=${workspace}`], env);
    await app.until('the workspace is open', `(async () => (await breakglass.app.frame()).value?.workspace !== null)()`);
    return new StreamingWindow(folder, app);
  }

  get memory(): number {
    return pssOf(this.app.pid);
  }

  /** Frames of the window while nothing goes on: what the machine gives at best. */
  async quiet(ms: number): Promise<readonly number[]> {
    const gaps = (await this.app.evaluate(`(() => { const end = performance.now() + ${String(ms)}; return ${frames('now > end')}; })()`)) as Gaps;
    return gaps.map(([, gap]) => gap);
  }

  /** Presses Run on the screen of a runbook, and waits until the run is over and its output is shown; throws unless each host gave all its bytes. */
  async stream(title: string, bytes: number, picture: string | null): Promise<Felt> {
    await this.show(title);
    await this.app.ask({ do: 'watch-loop' });
    const began = Date.now();
    await this.app.evaluate(`void (window.felt = ${frames('window.feltEnough === true')}, window.feltEnough = false, ${buttonThat('^Run on')}.click())`);
    await this.app.until('the run is shown', `${state} !== null`);
    if (picture !== null) {
      await this.app.until('output is shown', `document.querySelectorAll('.output-line').length > 10`);
      await this.app.ask({ do: 'picture', file: picture });
    }
    // The page is looked at and not asked: questions would be part of what is measured.
    await this.app.until('the run is over', `${state}.textContent === 'ended'`);
    const wall = Date.now() - began;
    await this.app.until('its output is shown', `(() => { const now = ${foot}; const before = window.footBefore; if (before?.text !== now || now.includes(' 0 line')) { window.footBefore = { text: now, at: Date.now() }; return false; } return Date.now() - before.at > 1000; })()`);
    const shownAt = Number(await this.app.evaluate('window.footBefore.at'));
    const { p99 } = (await this.app.ask({ do: 'read-loop' })) as { readonly p99: number };
    await this.app.evaluate('void (window.feltEnough = true)');
    const gaps = (await this.app.evaluate('window.felt')) as Gaps;
    await this.check(bytes);
    const felt = gaps.filter(([at]) => at <= shownAt).map(([, gap]) => gap);
    return { frames: felt, loop: p99, wall, shownAfter: Math.max(0, shownAt - began - wall), memory: this.memory };
  }

  async close(): Promise<void> {
    await this.app.kill();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** The screen of a runbook, ready to be run. */
  private async show(title: string): Promise<void> {
    for (const key of ['g', 'r']) await this.app.ask({ do: 'press', key });
    const row = buttonThat(title);
    await this.app.until('the runbook is listed', `${row} !== undefined`);
    await this.app.evaluate(`${row}.click()`);
    await this.app.until('it can be run', `${buttonThat('^Run on')} !== undefined`);
  }

  private async check(bytes: number): Promise<void> {
    const short = await this.app.evaluate(`(async () => (await breakglass.runs.detail({ id: (await breakglass.runs.list()).value[0].id })).value.steps.flatMap(({ cells }) => cells).filter((cell) => cell.outcome.kind !== 'ok' || cell.bytes !== ${String(bytes)}).map(({ host, outcome, bytes }) => ({ host, outcome, bytes })))()`);
    if (Array.isArray(short) && short.length === 0) return;
    throw new Error(`not all hosts gave all of their output: ${JSON.stringify(short).slice(0, 500)}`);
  }
}
