import { z } from 'zod';
import type { Bad, Held, JournalCheck } from './check';

/** The head of another journal as somebody saw it. */
export interface Sighting {
  /** Whose journal was seen. */
  readonly writer: string;
  readonly seq: number;
  readonly hash: string;
  /** Who saw it: a writer, or `this device`. */
  readonly by: string;
  /** False for a sighting signed by a session key: it proves nothing and accuses nobody, for anybody could have written it. */
  readonly vouched: boolean;
}

const witnessDataSchema = z.object({ writer: z.string(), seq: z.number().int().min(1), hash: z.string() });

/** The sighting in a WITNESS entry; null for other entries and for a writer's word about itself. */
export function sightingIn(held: Held): Sighting | null {
  if (held.entry.code !== 'WITNESS') return null;
  const data = witnessDataSchema.safeParse(held.entry.data);
  const by = `${held.entry.op}.${held.entry.dev}`;
  if (!data.success || data.data.writer === by) return null;
  const { writer, seq, hash } = data.data;
  return { writer, seq, hash, by, vouched: held.vouched };
}

/** What the sightings of a journal say about it. `lines` holds where each entry lies; index 0 is entry 1. */
export function weighSightings(
  lines: readonly { readonly file: string; readonly line: number; readonly hash: string }[],
  sightings: readonly Sighting[],
): { readonly bad: Bad | null; readonly provenTo: number; readonly provenBy: string } {
  let bad: Bad | null = null;
  let proven = { provenTo: 0, provenBy: '' };
  for (const sighting of sightings.filter(({ vouched }) => vouched).sort((a, b) => a.seq - b.seq || (a.by < b.by ? -1 : 1))) {
    const line = lines[sighting.seq - 1];
    if (line?.hash === sighting.hash) {
      if (sighting.seq > proven.provenTo) proven = { provenTo: sighting.seq, provenBy: sighting.by };
      continue;
    }
    bad ??= line === undefined ? cut(lines, sighting) : { ...place(line), seq: sighting.seq, rule: 'witness-mismatch', why: `${sighting.by} saw another entry ${sighting.seq}` };
  }
  return { bad, ...proven };
}

/** Of what the lines say and what the sightings say, the place that comes first in the journal. */
export function firstBad(check: JournalCheck, seen: Bad | null): Bad | null {
  if (check.bad === null) return seen;
  const seenEarlier = seen !== null && seen.seq !== null && seen.seq <= check.count;
  return seenEarlier || (seen !== null && check.bad.rule === 'unvouched-tail') ? seen : check.bad;
}

function cut(lines: readonly { readonly file: string; readonly line: number }[], sighting: Sighting): Bad {
  const last = lines.at(-1);
  return {
    file: last?.file ?? '',
    line: (last?.line ?? 0) + 1,
    seq: lines.length + 1,
    rule: 'cut-tail',
    why: `${sighting.by} saw ${sighting.seq} entries, ${lines.length} are here`,
  };
}

function place(line: { readonly file: string; readonly line: number }): { readonly file: string; readonly line: number } {
  return { file: line.file, line: line.line };
}
