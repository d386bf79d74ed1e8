import { join } from 'node:path';
import { fail, ok, type Result } from '../../../core/errors';
import { maxSegmentBytes, noPrevious, parseLine, segmentName, segmentNumber, type Parsed } from '../../../core/journal/line';
import { parsePublicKey, type PublicKey, type WriterKey } from '../../../core/team/public-key';
import type { Disk } from './disk';
import { nodeCrypto } from './node-crypto';
import { rawLines } from './raw-lines';
import { cutOf, type Cut } from './segments';

/** Where a journal ends, and what had to be cut off to make it end there. */
export interface TailState {
  readonly segment: number;
  readonly bytes: number;
  readonly seq: number;
  readonly head: string;
  readonly hlc: string | null;
  readonly cut: Cut | null;
}

/**
 * Reads the end of this device's own journal before anything is appended: every line of the last segment must hold and
 * follow the segment before it. What a crash left unfinished (it was never acknowledged) is cut; anything else that is
 * wrong is damage, and nothing is written behind damage.
 */
export async function readTail(folder: string, disk: Disk, keys: readonly WriterKey[]): Promise<Result<TailState>> {
  const files = await disk.list(folder);
  const stray = files.find((name, at) => segmentNumber(name) !== at + 1);
  if (stray !== undefined) {
    return fail('journal-damaged', { file: stray, line: 1, rule: 'bad-segment', why: 'a segment is missing, or the file does not belong here' });
  }
  if (files.length === 0) return ok({ segment: 0, bytes: 0, seq: 0, head: noPrevious, hlc: null, cut: null });
  const before = await endOfSegment(folder, files.length - 1, disk);
  if (before === null) {
    const file = segmentName(files.length - 1);
    return fail('journal-damaged', { file, line: 1, rule: 'torn-tail', why: 'it does not end with a whole entry' });
  }
  const last = await disk.read(join(folder, segmentName(files.length)), maxSegmentBytes + 1);
  return followed(files.length, last.bytes, before, listedKeys(keys));
}

interface Link {
  readonly seq: number;
  readonly head: string;
  readonly hlc: string | null;
}

function followed(segment: number, bytes: Uint8Array, before: Link, keys: readonly PublicKey[]): Result<TailState> {
  const lines = rawLines(bytes);
  let link = before;
  let kept = 0;
  let latest: Parsed | null = null;
  for (const [at, line] of lines.entries()) {
    const parsed = line.whole ? parseLine(line.text) : null;
    const holds = parsed?.ok === true && parsed.entry.seq === link.seq + 1 && parsed.entry.prev === link.head;
    if (parsed?.ok === true && holds) {
      link = { seq: parsed.entry.seq, head: nodeCrypto.sha256(line.text ?? ''), hlc: parsed.entry.hlc };
      kept += line.bytes + 1;
      latest = parsed;
      continue;
    }
    // SECURITY: only what no readable line follows can be an unfinished write. Cutting anything else would let a flipped
    // byte remove acknowledged entries.
    if (lines.slice(at).some((later) => later.whole && parseLine(later.text).ok)) {
      return fail('journal-damaged', { file: segmentName(segment), line: at + 1, rule: parsed?.ok === false ? parsed.rule : 'bad-prev', why: 'readable entries follow it' });
    }
    break;
  }
  // Nothing follows the last line whose `prev` would give a change away: its signature has to.
  if (latest?.ok === true && !signatureHolds(latest, keys)) {
    const line = lines.filter(({ whole }) => whole).length;
    return fail('journal-damaged', { file: segmentName(segment), line, rule: 'bad-signature', why: 'the last entry was changed' });
  }
  const cut = kept < bytes.length || bytes.length === 0 ? cutOf(segment, bytes.subarray(kept)) : null;
  return ok({ segment, bytes: kept, ...link, cut });
}

async function endOfSegment(folder: string, number: number, disk: Disk): Promise<Link | null> {
  if (number === 0) return { seq: 0, head: noPrevious, hlc: null };
  const { bytes } = await disk.read(join(folder, segmentName(number)), maxSegmentBytes);
  const last = rawLines(bytes).at(-1);
  const parsed = last?.whole === true ? parseLine(last.text) : null;
  if (parsed?.ok !== true) return null;
  return { seq: parsed.entry.seq, head: nodeCrypto.sha256(last?.text ?? ''), hlc: parsed.entry.hlc };
}

function listedKeys(keys: readonly WriterKey[]): readonly PublicKey[] {
  return keys.map(({ publicKey }) => parsePublicKey(publicKey)).filter((key) => key !== null);
}

/** False only when the key is known and the signature wrong: an earlier session's key is not known any more. */
function signatureHolds({ entry, signed }: Extract<Parsed, { ok: true }>, keys: readonly PublicKey[]): boolean {
  const key = keys.find(({ keyId }) => keyId === entry.key);
  return key === undefined || nodeCrypto.verifySignature({ alg: entry.alg, key, text: signed, sig: entry.sig });
}
