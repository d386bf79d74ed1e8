import { spawn } from 'node:child_process';
import type { AuditedDesk } from './support/audited-desk';
import { percentile, type Bench } from './support/measure';
import { withAuditedHosts } from './support/with-audited-hosts';

const line = '2026-11-22T02:10:00.000Z api-01 worker[812]: GET /v1/orders 200 in 12 ms, queue 4, retry 0';
/** How often the loop is asked whether it is late, ms. */
const beatMs = 5;

/** Whether the main process stays quick while a hundred hosts talk: its loop also carries keys, windows and sirens. */
export const whileRunning: Bench = {
  id: 's5',
  title: 'The main process while 100 hosts run',
  rounds: 5,
  async run({ rounds, quick }) {
    const count = quick ? 20 : 100;
    const script = `yes '${line}' | head -c 1000000`;
    return withAuditedHosts(count, { talk: script }, async (hosts, desk) => {
      await desk.run('talk', hosts.names);
      const delays: number[] = [];
      const elsewhere: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const idle = idleProcess();
        delays.push(...(await delaysDuring(() => talk(desk, hosts.names))));
        elsewhere.push(...(await idle()));
      }
      return {
        comparisons: [],
        deadlines: [
          {
            what: 'delay of the main process’s loop, p99',
            unit: 'ms',
            value: percentile(delays, 0.99),
            atMost: 20,
            of: { name: 'Breakglass', command: `${String(rounds)} runs of \`${script.replace(line, 'LOG LINE')}\` on ${String(count)} hosts; a timer of ${String(beatMs)} ms, how late it is`, values: delays },
          },
        ],
        notes: [`Median ${percentile(delays, 0.5).toFixed(1)} ms, p90 ${percentile(delays, 0.9).toFixed(1)} ms, longest ${percentile(delays, 1).toFixed(0)} ms. Client, hosts and disk share the processors: a process beside it that had nothing else to do was late by ${percentile(elsewhere, 0.99).toFixed(1)} ms at p99, ${percentile(elsewhere, 1).toFixed(0)} ms at most. The frames of the window are not measured here.`],
      };
    });
  },
};

async function talk(desk: AuditedDesk, names: readonly string[]): Promise<void> {
  const { run } = await desk.run('talk', names);
  const short = run.steps.flatMap(({ cells }) => cells).filter(({ bytes }) => bytes !== 1_000_000);
  if (short.length > 0) throw new Error(`${String(short.length)} hosts did not give all of their output`);
}

/** Starts a process that only counts how late its own timer is; what is returned ends it and gives the delays, ms. */
function idleProcess(): () => Promise<readonly number[]> {
  const script = `const late = []; let due = performance.now() + ${String(beatMs)};
    setInterval(() => { const now = performance.now(); late.push(Math.max(0, now - due)); due = now + ${String(beatMs)}; }, ${String(beatMs)});
    process.stdin.resume().on('end', () => { process.stdout.write(JSON.stringify(late), () => process.exit()); });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return async () => {
    child.stdin.end();
    await ended;
    return JSON.parse(said) as number[];
  };
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
