import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeFiles } from '../../main/compose';
import { percentile, type Bench } from './support/measure';
import { ManyAlerts } from './support/many-alerts';
import { ProbedApp, probeFolder, pssOf } from './support/probed-app';

const root = process.env['BREAKGLASS_ROOT'] ?? process.cwd();
const queries = ['d', 'di', 'pay', 'pay host 4', 'grade:911', 'service="api"', 'service=~"api|pay"', 'instance=~"host-99.*"', '-grade:noise mail', 'age>30m auth', 'billing OR ledger', 'nothing-has-this'];

/** The whole list as people use it: opened, walked through, searched, and changing under the eyes. */
export const alerts: Bench = {
  id: 's8',
  title: 'A hundred thousand alerts',
  rounds: 5,
  async run({ rounds, quick }) {
    const folder = mkdtempSync(join(tmpdir(), 'breakglass-bench-alerts-'));
    const probe = probeFolder(join(folder, 'probe'), 'window-probe', root);
    const paint = probeFolder(join(folder, 'paint'), 'paint-probe', root);
    const large = quick ? 20_000 : 100_000;
    const few = quick ? 1_000 : 5_000;
    try {
      const [many, less] = [await prepare(folder, probe, large), await prepare(folder, probe, few)];
      const paints = { many: [] as number[], less: [] as number[] };
      const empty: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        paints.many.push(await firstPaint(probe, many));
        paints.less.push(await firstPaint(probe, less));
        empty.push(await emptyWindow(paint, folder));
      }
      const live = await inUse(probe, many, large, quick ? 5 : 30);
      const ours = (what: string, values: readonly number[]) => ({ name: 'Breakglass', command: what, values });
      const deadline = (what: string, value: number, atMost: number, values: readonly number[]) => ({ what, unit: 'ms' as const, value, atMost, of: ours(what, values) });
      return {
        comparisons: [
          {
            what: 'start to the first alert painted, last known ones',
            unit: 'ms',
            ours: ours(`the built app, ${String(large)} stored alerts, source unreachable; first [role=option] painted`, paints.many),
            peer: { name: `${String(few)} alerts`, command: 'the same with fewer', values: paints.less },
            limit: { atMost: 1.6 },
          },
          {
            what: 'memory (PSS) of all processes, in use',
            unit: 'MiB',
            ours: ours('after the keys and searches below', live.pss),
            peer: { name: 'empty window', command: 'new BrowserWindow, an empty page', values: empty },
            limit: { atMost: 2.5 },
          },
        ],
        deadlines: [
          deadline('key j to painted, p95', percentile(live.keys, 0.95), 33, live.keys),
          deadline('typed search to painted, p95', percentile(live.searches, 0.95), 50, live.searches),
          deadline('frame while 1,000 alerts a second change, p95', percentile(live.frames, 0.95), 17, live.frames),
          deadline('main loop while they change, p99', live.loop, 20, [live.loop]),
        ],
        notes: [`${String(live.answers)} answers of ${String(large)} alerts were read while the frames were counted; keys and searches were measured before. The pretend Alertmanager shares the machine.`],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    }
  },
};

interface Prepared {
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
}

const total = `Number((document.querySelector('.alerts-total')?.dataset.total) ?? -1)`;
const option = `document.querySelector('[role="option"]') !== null`;

/** A workspace whose alerts were all seen once and kept. */
async function prepare(folder: string, probe: string, count: number): Promise<Prepared> {
  const workspace = join(folder, `workspace-${String(count)}`);
  const home = join(folder, `home-${String(count)}`);
  mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 });
  const made = await composeFiles().create(workspace, { name: 'bench', person: 'Kim', timezone: 'UTC' });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  const env = { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), BREAKGLASS_HOME: join(home, 'data'), BREAKGLASS_PERSON: 'kim', BENCH_APP: root };
  const source = await ManyAlerts.start(count);
  point(workspace, source.url);
  const app = ProbedApp.start(probe, [`--workspace=${workspace}`], env);
  try {
    await app.until('all alerts are listed', `${total} === ${String(count)}`);
    // The store follows two seconds after a change, and takes its time with so many.
    await new Promise((resolve) => setTimeout(resolve, 6_000 + count / 10));
  } finally {
    await app.kill();
    await source.stop();
  }
  return { workspace, env };
}

function point(workspace: string, url: string): void {
  const settings = join(workspace, 'breakglass.yaml');
  const text = readFileSync(settings, 'utf8');
  const rest = text.slice(0, text.indexOf('\nsources:') + 1);
  writeFileSync(settings, `${rest}sources:\n  - { id: am, kind: alertmanager, url: "${url}", every: 5s }\n`);
}

async function firstPaint(probe: string, { workspace, env }: Prepared): Promise<number> {
  const app = ProbedApp.start(probe, [`--workspace=${workspace}`], env);
  try {
    await app.until('the first alert is there', option);
    const painted = await app.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now()))))');
    return Number(painted) - app.startedAt;
  } finally {
    await app.kill();
  }
}

async function emptyWindow(paint: string, folder: string): Promise<number> {
  const home = join(folder, 'home-empty');
  mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 });
  const app = ProbedApp.start(paint, [], { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), BENCH_SELECTOR: 'body' });
  try {
    await app.painted();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return pssOf(app.pid);
  } finally {
    await app.kill();
  }
}

/** Resolves with the time from the moment of the input until what it changed has been painted. */
const painted = `
const afterPaint = () => new Promise((resolve) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => resolve(performance.now()); channel.port2.postMessage(0); }));
const changed = (element, filter) => new Promise((resolve, reject) => { const timer = setTimeout(() => reject(new Error('nothing changed')), 10000); const observer = new MutationObserver((records) => { if (!records.some(filter)) return; clearTimeout(timer); observer.disconnect(); resolve(); }); observer.observe(element, { subtree: true, childList: true, attributes: true, characterData: true }); });
`;

async function inUse(probe: string, { workspace, env }: Prepared, count: number, seconds: number) {
  const source = await ManyAlerts.start(count);
  point(workspace, source.url);
  const app = ProbedApp.start(probe, [`--workspace=${workspace}`], env);
  try {
    await app.until('all alerts are listed', `${total} === ${String(count)}`);
    await app.until('they are confirmed', `document.querySelector('.chip')?.textContent !== undefined && ${option}`);
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const keys: number[] = [];
    for (let press = 0; press < 60; press += 1) {
      // Listening first: a key may be faster than a script that is sent before it.
      await app.evaluate(`void (window.moved = (async () => { ${painted} const at = new Promise((resolve) => addEventListener('keydown', (event) => resolve(event.timeStamp), { once: true, capture: true })); await changed(document.querySelector('[role="listbox"]'), (record) => record.type === 'attributes' && record.attributeName === 'aria-current' || record.type === 'childList'); return (await afterPaint()) - (await at); })())`);
      await app.ask({ do: 'press', key: 'j' });
      keys.push(Number(await app.evaluate('window.moved')));
    }
    const searches: number[] = [];
    for (const query of [...queries, ...queries, ...queries]) {
      searches.push(
        Number(
          await app.evaluate(`(async () => { ${painted} const box = document.querySelector('input[type="search"]'); const head = document.querySelector('.alerts-total'); const before = head.dataset.question; const done = changed(head, () => head.dataset.question !== before); const at = performance.now(); Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, ${JSON.stringify(query)}); box.dispatchEvent(new Event('input', { bubbles: true })); await done; return (await afterPaint()) - at; })()`),
        ),
      );
    }
    await app.evaluate(`(() => { const box = document.querySelector('input[type="search"]'); Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, ''); box.dispatchEvent(new Event('input', { bubbles: true })); })()`);
    const pss = [pssOf(app.pid)];
    const answersBefore = source.answers;
    const changing = setInterval(() => source.change(100), 100);
    await app.ask({ do: 'watch-loop' });
    const frames = (await app.evaluate(
      `new Promise((resolve) => { const gaps = []; let last = performance.now(); const end = last + ${String(seconds * 1_000)}; const tick = (now) => { gaps.push(now - last); last = now; if (now < end) requestAnimationFrame(tick); else resolve(gaps.slice(1)); }; requestAnimationFrame(tick); })`,
    )) as number[];
    clearInterval(changing);
    const { p99 } = (await app.ask({ do: 'read-loop' })) as { readonly p99: number };
    return { keys, searches, pss, frames, loop: p99, answers: source.answers - answersBefore };
  } finally {
    await app.kill();
    await source.stop();
  }
}
