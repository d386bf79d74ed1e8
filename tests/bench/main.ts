import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { oneStep } from './s1-one-step';
import { fanOutCold } from './s2-fan-out-cold';
import { fanOutWarm } from './s3-fan-out-warm';
import { stream } from './s4-stream';
import { whileRunning } from './s5-while-running';
import { journal } from './s6-journal';
import { firstPaint } from './s7-first-paint';
import { alerts } from './s8-alerts';
import { silence } from './s9-silence';
import { growth } from './s10-growth';
import type { Bench } from './support/measure';
import { missed, section, writeDocument, type Outcome } from './support/report';

const benches: readonly Bench[] = [oneStep, fanOutCold, fanOutWarm, stream, whileRunning, journal, firstPaint, alerts, silence, growth];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false }, rounds: { type: 'string' } } });
const unknown = positionals.filter((id) => !benches.some((bench) => bench.id === id));
if (unknown.length > 0) {
  process.stderr.write(`no such bench: ${unknown.join(', ')}; there are ${benches.map(({ id }) => id).join(', ')}\n`);
  process.exit(2);
}

const outcomes: Outcome[] = [];
const broken: string[] = [];
for (const bench of benches.filter(({ id }) => positionals.length === 0 || positionals.includes(id))) {
  const options = { quick: values.quick, rounds: Number(values.rounds ?? (values.quick ? 2 : bench.rounds)) };
  process.stderr.write(`${bench.id}: ${bench.title}, ${options.rounds} rounds ...\n`);
  try {
    const outcome = { bench, options, figures: await bench.run(options) };
    outcomes.push(outcome);
    process.stdout.write(`${section(outcome)}\n`);
  } catch (error) {
    broken.push(bench.id);
    process.stderr.write(`${bench.id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}

const root = process.env['BREAKGLASS_ROOT'] ?? process.cwd();
// Fewer than five rounds show that a bench works; they are no figures.
const solid = outcomes.filter(({ options }) => !options.quick && options.rounds >= 5);
if (solid.length > 0) writeDocument(join(root, 'docs/benchmarks.md'), solid);
// A quick run shows that the benches work; what it measures is no promise kept or broken.
const misses = outcomes.filter(({ options }) => !options.quick).flatMap((outcome) => missed(outcome).map((what) => `${outcome.bench.id}: ${what}`));
process.stdout.write(`${outcomes.length} measured, ${broken.length} broken, ${misses.length} promises missed${misses.map((miss) => `\n  ${miss}`).join('')}\n`);
// What was opened is closed; a handle that a library forgot must not keep a measurement from ending.
process.exit(misses.length > 0 || broken.length > 0 ? 1 : 0);
