/** One sound of a ring: how long after its beginning (ms), how loud (percent, before the cap), for how long (seconds). */
export interface Stage {
  readonly after: number;
  readonly volume: number;
  readonly seconds: number;
}

/** `rising`: gentle, then louder while nobody has it. `steady`: one sound as asked for. */
export type Pattern = 'rising' | 'steady';

/** A ring lasts no longer, whatever its pattern (decisions.md 30), seconds. */
export const longestRing = 180;

/** 20 % for two seconds wakes most people (product.md); whoever sleeps on gets 40 %, then 60 % until somebody has it. */
const rising: readonly Stage[] = [
  { after: 0, volume: 20, seconds: 2 },
  { after: 5_000, volume: 40, seconds: 3 },
  { after: 11_000, volume: 60, seconds: longestRing - 11 },
];

/** The sounds of a ring, each with an end of its own in the device. Never none. */
export function stagesOf(pattern: Pattern, asked: { readonly volume: number; readonly seconds: number }): readonly [Stage, ...Stage[]] {
  const steady: Stage = { after: 0, volume: asked.volume, seconds: Math.min(longestRing, asked.seconds) };
  const [first, ...rest] = pattern === 'rising' ? rising : [steady];
  return [first ?? steady, ...rest];
}

/** How long a ring lasts from its beginning to the end of its last sound, ms. */
export function lengthOf(stages: readonly Stage[]): number {
  return Math.max(0, ...stages.map(({ after, seconds }) => after + seconds * 1_000));
}
