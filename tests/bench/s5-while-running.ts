import { loadavg } from 'node:os';
import { join } from 'node:path';
import { AuditedDesk } from './support/audited-desk';
import { beatMs, idleProcess } from './support/idle-process';
import { LoopbackHosts } from './support/loopback-hosts';
import { median, percentile, type Bench, type Deadline, type Figures } from './support/measure';
import { StreamingWindow, type Felt } from './support/streaming-window';

const root = process.env['BREAKGLASS_ROOT'] ?? process.cwd();
const line = '2026-11-22T02:10:00.000Z api-01 worker[812]: GET /v1/orders 200 in 12 ms, queue 4, retry 0';
const said = (bytes: number): string => `yes '${line}' | head -c ${String(bytes)}`;
const shown = (bytes: number): string => said(bytes).replace(line, 'LOG LINE');
/** Where a picture of each stream is put, to be looked at; nothing is measured in that round. */
const pictures = process.env['BENCH_PICTURES'] ?? null;

/** Whether the console stays quick while hosts talk: its main loop carries keys, windows and sirens, its page the person's eyes. */
export const whileRunning: Bench = {
  id: 's5',
  title: 'The console while 100 hosts run',
  rounds: 5,
  async run({ rounds, quick }) {
    const count = quick ? 20 : 100;
    const large = quick ? 10_000_000 : 100_000_000;
    const before = loadavg()[0] ?? 0;
    const hosts = await LoopbackHosts.start(count);
    try {
      const alone = await withoutWindow(hosts, rounds);
      const seen = await inTheWindow(hosts, rounds, large);
      const load = `Load of the machine before ${before.toFixed(1)}, after ${(loadavg()[0] ?? 0).toFixed(1)}: client, hosts and disk share its processors.`;
      return { comparisons: [], deadlines: [...alone.deadlines, ...seen.deadlines], notes: [load, ...alone.notes, ...seen.notes] };
    } finally {
      await hosts.stop();
    }
  },
};

type Part = Required<Pick<Figures, 'deadlines' | 'notes'>>;

async function withoutWindow(hosts: LoopbackHosts, rounds: number): Promise<Part> {
  const bytes = 1_000_000;
  const desk = await AuditedDesk.open(hosts, { talk: said(bytes) });
  try {
    await desk.run('talk', hosts.names);
    const delays: number[] = [];
    const elsewhere: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const idle = idleProcess();
      delays.push(...(await delaysDuring(() => talk(desk, hosts.names, bytes))));
      elsewhere.push(...(await idle()));
    }
    const command = `${String(rounds)} runs of \`${shown(bytes)}\` on ${String(hosts.all.length)} hosts; a timer of ${String(beatMs)} ms, how late it is`;
    return {
      deadlines: [deadline('delay of the main process’s loop, p99, no window', 'Breakglass', command, delays, percentile(delays, 0.99), 20)],
      notes: [`Without a window: median ${ms(percentile(delays, 0.5))}, p90 ${ms(percentile(delays, 0.9))}, longest ${ms(percentile(delays, 1))}. ${besides(elsewhere)}`],
    };
  } finally {
    await desk.close();
  }
}

async function inTheWindow(hosts: LoopbackHosts, rounds: number, large: number): Promise<Part> {
  const streams = [
    { title: 'many', on: 'all', bytes: 1_000_000, what: `${String(hosts.all.length)} hosts x 1 MB` },
    { title: 'long', on: hosts.names[0] ?? '', bytes: large, what: `one host x ${String(large / 1_000_000)} MB` },
  ];
  const window = await StreamingWindow.open(root, hosts, Object.fromEntries(streams.map(({ title, on, bytes }) => [title, { on, script: said(bytes) }])));
  try {
    const quiet = await window.quiet(3_000);
    const idle = window.memory;
    const parts: Part[] = [];
    for (const { title, bytes, what } of streams) {
      // The first connects, and is what pictures are taken of.
      await window.stream(title, bytes, pictures === null ? null : join(pictures, `${title}.png`));
      const felt: Felt[] = [];
      const elsewhere: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const beside = idleProcess();
        felt.push(await window.stream(title, bytes, null));
        elsewhere.push(...(await beside()));
      }
      parts.push(partOf(what, shown(bytes), felt, elsewhere));
    }
    const before = `The window with nothing going on: frame p95 ${ms(percentile(quiet, 0.95))}, memory (PSS) of all processes ${idle.toFixed(0)} MiB.`;
    return { deadlines: parts.flatMap(({ deadlines }) => deadlines), notes: [before, ...parts.flatMap(({ notes }) => notes)] };
  } finally {
    await window.close();
  }
}

function partOf(what: string, command: string, felt: readonly Felt[], elsewhere: readonly number[]): Part {
  const frames = felt.flatMap((each) => each.frames);
  const loops = felt.map(({ loop }) => loop);
  const middle = (of: (each: Felt) => number): number => median(felt.map(of));
  const said = `\`${command}\`, watched in the window of the built app; from the press of Run until its output is shown`;
  const late = frames.filter((gap) => gap > 50).length;
  return {
    deadlines: [
      deadline(`frame of the window, p95, ${what}`, what, said, frames, percentile(frames, 0.95), 17),
      deadline(`delay of the main process’s loop, p99 (median of rounds), ${what}`, what, said, loops, median(loops), 20),
    ],
    notes: [
      `${what}: run over after ${(middle(({ wall }) => wall) / 1_000).toFixed(1)} s, all of it shown ${ms(middle(({ shownAfter }) => shownAfter))} later; frame median ${ms(percentile(frames, 0.5))}, p99 ${ms(percentile(frames, 0.99))}, longest ${ms(percentile(frames, 1))}, ${String(late)} of ${String(frames.length)} longer than 50 ms; main loop p99 at worst ${ms(Math.max(...felt.map(({ loop }) => loop)))}; memory afterwards ${middle(({ memory }) => memory).toFixed(0)} MiB. ${besides(elsewhere)}`,
    ],
  };
}

function deadline(what: string, name: string, command: string, values: readonly number[], value: number, atMost: number): Deadline {
  return { what, unit: 'ms', value, atMost, of: { name, command, values } };
}

function ms(value: number): string {
  return `${value.toFixed(value < 100 ? 1 : 0)} ms`;
}

function besides(elsewhere: readonly number[]): string {
  return `A process beside it that had nothing else to do was late by ${ms(percentile(elsewhere, 0.99))} at p99, ${ms(percentile(elsewhere, 1))} at most.`;
}

async function talk(desk: AuditedDesk, names: readonly string[], bytes: number): Promise<void> {
  const { run } = await desk.run('talk', names);
  const short = run.steps.flatMap(({ cells }) => cells).filter((cell) => cell.bytes !== bytes);
  if (short.length > 0) throw new Error(`${String(short.length)} hosts did not give all of their output`);
}

/** How late each beat of a timer came while something was done, in milliseconds. */
async function delaysDuring(work: () => Promise<void>): Promise<number[]> {
  const delays: number[] = [];
  let due = performance.now() + beatMs;
  const timer = setInterval(() => {
    const now = performance.now();
    delays.push(Math.max(0, now - due));
    due = now + beatMs;
  }, beatMs);
  await work();
  clearInterval(timer);
  return delays;
}
