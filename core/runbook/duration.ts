import { durationSchema } from '../workspace/files';

/** `30s`, `5m`, `8h` in milliseconds, or null. The one spelling of durations in all files. */
export function parseDuration(text: string): number | null {
  const parsed = durationSchema.safeParse(text);
  return parsed.success ? parsed.data : null;
}

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Milliseconds in the largest unit that has no remainder: 90000 is `90s`, 120000 is `2m`. */
export function formatDuration(ms: number): string {
  for (const [unit, size] of units) {
    if (ms >= size && ms % size === 0) return `${String(ms / size)}${unit}`;
  }
  return `${String(ms)}ms`;
}
