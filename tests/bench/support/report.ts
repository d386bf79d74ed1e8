import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { isKept, median, percentile, ratioOf, type Bench, type BenchOptions, type Comparison, type Deadline, type Figures, type Unit } from './measure';

/** What a bench gave, with what it was asked. */
export interface Outcome {
  readonly bench: Bench;
  readonly options: BenchOptions;
  readonly figures: Figures;
}

export function missed({ figures }: Outcome): string[] {
  const ratios = figures.comparisons.filter((comparison) => !isKept(comparison)).map(({ what }) => what);
  const times = (figures.deadlines ?? []).filter(({ value, atMost }) => value > atMost).map(({ what }) => what);
  return [...ratios, ...times];
}

/** The section of one bench, the same for the terminal and for the document. */
export function section(outcome: Outcome): string {
  const { bench, options, figures } = outcome;
  const name = bench.id.toUpperCase();
  const rows = [...figures.comparisons.map(ratioRow), ...(figures.deadlines ?? []).map(deadlineRow)];
  const sides = [...figures.comparisons.flatMap(({ ours, peer }) => [ours, peer]), ...(figures.deadlines ?? []).map(({ of }) => of)];
  const commands = [...new Set(sides.map(({ name: side, command }) => `- ${side}: ${command}`))];
  return [
    `## ${name} ${bench.title}`,
    '',
    `\`npm run bench -- ${bench.id}\`, ${options.rounds} rounds, sides in turns, ${new Date().toISOString().slice(0, 16)}Z, ${machine()}`,
    '',
    '| what | Breakglass | peer | ratio | promise | kept |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...commands,
    ...(figures.notes ?? []).map((note) => `\n${note}`),
    '',
  ].join('\n');
}

function ratioRow(comparison: Comparison): string {
  const { what, unit, ours, peer, limit } = comparison;
  const promise = limit === null ? '-' : 'atMost' in limit ? `<= ${limit.atMost.toFixed(2)}` : `>= ${limit.atLeast.toFixed(2)}`;
  const kept = limit === null ? '-' : isKept(comparison) ? 'yes' : '**no**';
  return row([what, spread(ours.values, unit), `${peer.name}: ${spread(peer.values, unit)}`, ratioOf(comparison).toFixed(2), promise, kept]);
}

function deadlineRow({ what, unit, value, atMost, of }: Deadline): string {
  return row([what, `${figure(value, unit)} of ${of.values.length}`, '-', '-', `<= ${figure(atMost, unit)}`, value <= atMost ? 'yes' : '**no**']);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Median, and in brackets the tenth and the ninetieth percentile. */
function spread(values: readonly number[], unit: Unit): string {
  return `${figure(median(values), unit)} (${figure(percentile(values, 0.1), unit)} to ${figure(percentile(values, 0.9), unit)})`;
}

function figure(value: number, unit: Unit): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`.replace(' /s', '/s');
}

function machine(): string {
  const all = cpus();
  return `${all.length} x ${all[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, Node ${process.versions.node}`;
}

const preface = `# Benchmarks

Written by \`npm run bench\`; do not edit. Everything is a ratio in one run on one machine: both sides in turns, medians, with the tenth and ninetieth percentile in brackets. Ours always goes through plan, journal, step record and transcript, with every law on. Debian 12's OpenSSH negotiates a post-quantum key exchange by default and ssh2 cannot: the ratio with the same key exchange is the honest one, both are printed. A missed promise makes \`npm run bench\` exit with 1; it is not part of CI, because a busy machine is not a bug.

`;

/** Puts sections into the document, in place of older ones of the same benches; the others stay as they were measured. */
export function writeDocument(file: string, outcomes: readonly Outcome[]): void {
  const sections = new Map<string, string>();
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (const text of before.split(/^(?=## S\d)/m).filter((part) => part.startsWith('## S'))) sections.set(text.slice(3, text.indexOf(' ', 3)), text.trimEnd());
  for (const outcome of outcomes) sections.set(outcome.bench.id.toUpperCase(), section(outcome).trimEnd());
  const sorted = [...sections].sort(([a], [b]) => Number(a.slice(1)) - Number(b.slice(1)));
  writeFileSync(file, `${preface}${sorted.map(([, text]) => text).join('\n\n')}\n`);
}
