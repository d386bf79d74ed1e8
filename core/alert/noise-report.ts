import { z } from 'zod';
import { noiseReasonSchema } from './alert';
import { firingsOf, noisesOf } from './history';
import type { AlertRecord } from './record';

/** One name of alert over the last 30 days: how often it fired, and how often that was nobody's business. */
export const noiseLineSchema = z.object({
  title: z.string(),
  /** Different alerts of this name. */
  alerts: z.number().int(),
  seen: z.number().int(),
  noise: z.number().int(),
  /** How often each reason was given; reasons never given are left out. */
  reasons: z.partialRecord(noiseReasonSchema, z.number().int()),
});
export type NoiseLine = z.infer<typeof noiseLineSchema>;

export const noiseReportSchema = z.object({ days: z.number().int(), seen: z.number().int(), noise: z.number().int(), lines: z.array(noiseLineSchema) });
export type NoiseReport = z.infer<typeof noiseReportSchema>;

/** More names than this are not read by anybody. */
const mostLines = 200;

/** What wakes people for nothing: by name, the noisiest first, then what fires most. */
export function noiseReport(records: Iterable<AlertRecord>, now: number, days: number): NoiseReport {
  const lines = new Map<string, { title: string; alerts: number; seen: number; noise: number; reasons: NoiseLine['reasons'] }>();
  for (const record of records) {
    const seen = firingsOf(record, now);
    const noises = noisesOf(record, now);
    if (seen === 0 && noises.length === 0) continue;
    const line = lines.get(record.title) ?? { title: record.title, alerts: 0, seen: 0, noise: 0, reasons: {} };
    line.alerts += 1;
    line.seen += seen;
    line.noise += noises.length;
    for (const { reason } of noises) line.reasons[reason] = (line.reasons[reason] ?? 0) + 1;
    lines.set(record.title, line);
  }
  const all = [...lines.values()].sort((a, b) => b.noise - a.noise || b.seen - a.seen || (a.title < b.title ? -1 : 1));
  const sum = (of: 'seen' | 'noise'): number => all.reduce((total, line) => total + line[of], 0);
  return { days, seen: sum('seen'), noise: sum('noise'), lines: all.slice(0, mostLines) };
}
