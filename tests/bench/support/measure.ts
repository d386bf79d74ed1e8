/** One side of a comparison: what was measured, and the very command or call. */
export interface Side {
  readonly name: string;
  readonly command: string;
  readonly values: readonly number[];
}

export type Unit = 'ms' | 'MB/s' | '/s' | 'MiB' | 'CPU ms';

/** Ours against a peer, measured in turns; the ratio of the medians is what is promised, if anything is. */
export interface Comparison {
  readonly what: string;
  readonly unit: Unit;
  readonly ours: Side;
  readonly peer: Side;
  readonly limit: { readonly atMost: number } | { readonly atLeast: number } | null;
}

/** The few promises that are times and not ratios (S9). */
export interface Deadline {
  readonly what: string;
  readonly unit: 'ms';
  readonly value: number;
  readonly atMost: number;
  readonly of: Side;
}

export interface Figures {
  readonly comparisons: readonly Comparison[];
  readonly deadlines?: readonly Deadline[];
  /** What a reader must know to judge the figures. */
  readonly notes?: readonly string[];
}

export interface BenchOptions {
  /** Turns of each side. */
  readonly rounds: number;
  /** Small sizes, to see whether it works: the figures mean nothing. */
  readonly quick: boolean;
}

export interface Bench {
  readonly id: string;
  readonly title: string;
  readonly rounds: number;
  readonly run: (options: BenchOptions) => Promise<Figures>;
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const high = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (low + high) / 2;
}

export function ratioOf({ ours, peer }: Comparison): number {
  return median(ours.values) / median(peer.values);
}

export function isKept(comparison: Comparison): boolean {
  const { limit } = comparison;
  if (limit === null) return true;
  const ratio = ratioOf(comparison);
  return 'atMost' in limit ? ratio <= limit.atMost : ratio >= limit.atLeast;
}

/** A B A B ...: one turn of each side that does not count, then `rounds` of each. */
export async function interleave<T, Name extends string>(rounds: number, sides: Readonly<Record<Name, () => Promise<T>>>): Promise<Record<Name, T[]>> {
  const names = Object.keys(sides) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, [] as T[]])) as Record<Name, T[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const value = await sides[name]();
      if (round > 0) taken[name].push(value);
    }
  }
  return taken;
}

/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
