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
      for (let round = 0; round < rounds; round += 1) delays.push(...(await delaysDuring(() => talk(desk, hosts.names))));
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
        notes: [`Median ${percentile(delays, 0.5).toFixed(1)} ms, p90 ${percentile(delays, 0.9).toFixed(1)} ms, longest ${percentile(delays, 1).toFixed(0)} ms. Client, hosts and disk share the processors, so that this is also how late the system lets anybody run. The frames of the window are not measured here.`],
      };
    });
  },
};

async function talk(desk: AuditedDesk, names: readonly string[]): Promise<void> {
  const { run } = await desk.run('talk', names);
  const short = run.steps.flatMap(({ cells }) => cells).filter(({ bytes }) => bytes !== 1_000_000);
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
