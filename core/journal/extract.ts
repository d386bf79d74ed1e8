import type { Held } from './check';
import { leaveOut, readLeftOut } from './left-out';
import { sightingIn } from './witness';
import { parsePublicKey } from '../team/public-key';

/** A writer's lines in order, each as it lies on the disk. */
interface ExtractSource {
  readonly writer: string;
  readonly lines: readonly { readonly raw: string; readonly held: Held }[];
}

/** One file of an extract, `<writer>.jsonl`. */
interface Extract {
  readonly writer: string;
  readonly text: string;
  /** Hashes of the lines that are there. */
  readonly hashes: readonly string[];
}

/**
 * The chosen lines of every writer as chains that prove them: lines between them with their content left out, the
 * introduction of each session key that signed one, and from every other writer the witness line that covers most of them
 * with the fewest lines more.
 * @param chosen hashes of the lines to keep
 * @param seal hash of a line to keep that needs no witness: it says that these were chosen
 */
export function extractOf(sources: readonly ExtractSource[], chosen: ReadonlySet<string>, seal: string | null): readonly Extract[] {
  const keeps = new Map(sources.map(({ writer, lines }) => [writer, new Set(lines.filter(({ held }) => chosen.has(held.hash)).map(({ held }) => held.entry.seq))]));
  const reach = new Map<string, number>();
  for (const { writer } of sources) {
    const own = keeps.get(writer) ?? new Set();
    if (own.size === 0) continue;
    const [first, last] = [Math.min(...own), Math.max(...own)];
    for (const other of sources) {
      if (other.writer === writer) continue;
      const seen = other.lines.flatMap(({ held }) => {
        const sighting = held.vouched ? sightingIn(held) : null;
        return sighting !== null && sighting.writer === writer && sighting.seq >= first ? [{ at: held.entry.seq, seq: sighting.seq }] : [];
      });
      const best = seen.find(({ seq }) => seq >= last) ?? seen.at(-1);
      if (best === undefined) continue;
      keeps.get(other.writer)?.add(best.at);
      reach.set(writer, Math.max(reach.get(writer) ?? 0, best.seq));
    }
  }
  for (const { writer, lines } of sources) {
    const sealing = lines.find(({ held }) => held.hash === seal);
    if (sealing !== undefined) keeps.get(writer)?.add(sealing.held.entry.seq);
  }
  return sources.flatMap((source) => {
    const own = keeps.get(source.writer) ?? new Set<number>();
    return own.size === 0 ? [] : [written(source, own, reach.get(source.writer) ?? 0)];
  });
}

function written({ writer, lines }: ExtractSource, own: Set<number>, reach: number): Extract {
  for (const { held } of lines.filter(({ held }) => own.has(held.entry.seq) && !held.vouched)) {
    const opening = introductionOf(held, lines);
    if (opening !== null) own.add(opening);
  }
  // A listed key signs the chain below it: where one follows, session lines do not stand alone.
  const last = Math.max(...own);
  if (lines[last - 1]?.held.vouched === false) {
    const above = lines.slice(last).find(({ held }) => held.vouched);
    if (above !== undefined) own.add(above.held.entry.seq);
  }
  const to = Math.max(reach, ...own);
  const part = lines.slice(Math.min(...own) - 1, to);
  const text = part.map(({ raw, held }) => `${own.has(held.entry.seq) ? raw : provenLeftOut(raw, held)}\n`).join('');
  const hashes = part.flatMap(({ held }) => (own.has(held.entry.seq) ? [held.hash] : []));
  return { writer, text, hashes };
}

/** The line without its content, tried out: an extract that does not prove its chain is never written. */
function provenLeftOut(raw: string, { entry, hash }: Held): string {
  const left = leaveOut(raw, entry);
  if (readLeftOut(left)?.hash !== hash) throw new Error(`entry ${String(entry.seq)} does not prove itself when it is left out`);
  return left;
}

/** Number of the line that introduced the session key of a line. */
function introductionOf(held: Held, lines: ExtractSource['lines']): number | null {
  for (const { held: before } of lines.slice(0, held.entry.seq)) {
    const { code, alg, data, seq } = before.entry;
    if (code === 'JOURNAL-OPEN' && alg === 'session' && typeof data['publicKey'] === 'string' && parsePublicKey(data['publicKey'])?.keyId === held.entry.key) return seq;
  }
  return null;
}
