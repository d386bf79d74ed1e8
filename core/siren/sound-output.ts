import { z } from 'zod';
import { fail, ok, type Result } from '../errors';
import { nearest } from '../runbook/nearest';

/** What this machine can play through, by name, and the player that says so. */
export const soundOutputsSchema = z.object({
  player: z.string(),
  /** `name` is what `device` in sirens.yaml takes; `title` is for people, and may be the name again. */
  outputs: z.array(z.object({ name: z.string(), title: z.string() })),
});
export type SoundOutputs = z.infer<typeof soundOutputsSchema>;

/** Names in one sentence; a sound card can have dozens. */
const listed = 12;

/** Whether a tone can go to this output; else the failure names what there is, the likeliest first. */
export function offered(output: string, { player, outputs }: SoundOutputs): Result<void> {
  const names = outputs.map(({ name }) => name);
  return names.includes(output) ? ok(undefined) : fail('speaker-output-missing', { output, player, known: knownFirst(output, names) });
}

function knownFirst(output: string, names: readonly string[]): string {
  if (names.length === 0) return '-';
  const near = nearest(output, names);
  const sorted = near === null ? names : [near, ...names.filter((name) => name !== near)];
  return `${sorted.slice(0, listed).join(', ')}${sorted.length > listed ? ', …' : ''}`;
}
