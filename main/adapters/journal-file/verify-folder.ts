import { setImmediate } from 'node:timers/promises';
import { ApprovalClaims } from '../../../core/approval/approval-claims';
import { JournalCheck, type Held } from '../../../core/journal/check';
import type { VerifyReport } from '../../../core/journal/entry';
import { OpenActs } from '../../../core/journal/open-acts';
import { firstBad, sightingIn, weighSightings, type Sighting } from '../../../core/journal/witness';
import type { WriterKey } from '../../../core/team/public-key';
import type { JournalFolder } from './journal-folder';
import { nodeCrypto } from './node-crypto';

/** Lines between two breaths: a signature takes some 0.1 ms, and the event loop must not stand longer than a few ms. */
const breath = 32;

interface Checked {
  readonly check: JournalCheck;
  readonly places: readonly { readonly file: string; readonly line: number; readonly hash: string }[];
  readonly open: readonly string[];
}

/** Checks every writer's journal and weighs what they saw of each other. Repairs nothing. */
export async function verifyFolder(
  folder: JournalFolder,
  keys: readonly WriterKey[],
  anchor: Sighting | null,
): Promise<VerifyReport> {
  const sightings: Sighting[] = anchor === null ? [] : [anchor];
  const claims = new ApprovalClaims();
  const checked = new Map<string, Checked>();
  for (const writer of await folder.writers()) checked.set(writer, await checkWriter(folder, writer, keys, sightings, claims));
  // A journal that somebody saw and that is gone altogether is the longest cut of all.
  for (const { writer } of sightings) {
    if (!checked.has(writer)) checked.set(writer, { check: new JournalCheck(writer, keys, nodeCrypto), places: [], open: [] });
  }
  const writers = [...checked].map(([writer, { check, places, open }]) => {
    const seen = weighSightings(places, sightings.filter((sighting) => sighting.writer === writer));
    const bad = firstBad(check, seen.bad);
    const { provenTo, provenBy } = seen;
    return { writer, ok: bad === null, entries: check.count, head: check.head, provenTo, provenBy, bad, unvouched: check.unvouched, open: [...open, ...claims.openOf(writer)] };
  });
  return { ok: writers.every((writer) => writer.ok), writers };
}

async function checkWriter(
  folder: JournalFolder,
  writer: string,
  keys: readonly WriterKey[],
  sightings: Sighting[],
  claims: ApprovalClaims,
): Promise<Checked> {
  const check = new JournalCheck(writer, keys, nodeCrypto);
  const places: Held[] = [];
  const acts = new OpenActs();
  let lines = 0;
  for (const file of await folder.files(writer)) {
    const segment = await folder.lines(writer, file);
    check.segment(file, segment.bytes);
    for (const raw of segment.lines) {
      const held = check.line(raw);
      if (held === null) break;
      places.push(held);
      acts.see(held.entry);
      claims.see(held);
      const sighting = sightingIn(held);
      if (sighting?.vouched === true) sightings.push(sighting);
      lines += 1;
      if (lines % breath === 0) await setImmediate();
    }
    if (check.bad !== null) break;
  }
  check.end();
  return { check, places: places.map(({ file, line, hash }) => ({ file, line, hash })), open: acts.list() };
}
