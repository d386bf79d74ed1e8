import type { ExportManifest, Redaction } from '../../../core/case/export';
import type { HashedPlan } from '../../../core/runbook/plan';
import { terminalEntries } from '../../../core/terminal/entries';
import { recordingName } from '../../../core/terminal/terminal';
import type { Beginning, CaseExports, ExportSource } from '../../ports/case-exports';
import type { CopiedLine } from '../../ports/journal-copies';
import type { PlanShelf } from '../../ports/plan-shelf';

type Row = ExportManifest['files'][number];

/** A file of an export, which is read when it is written. */
export interface ExportFile extends Pick<Row, 'path' | 'what'> {
  readonly source: ExportSource;
  /** What the page shows of it. */
  readonly beginning?: Beginning;
}

/** Where the plans, the outputs and the recordings of this laptop are. */
interface Shelves {
  readonly shelf: PlanShelf;
  readonly exports: Pick<CaseExports, 'transcript' | 'recording' | 'made'>;
}

/** Plans, outputs and recorded terminals that the kept entries name: those that are here, and a word for each that is not. */
export async function collectFiles(
  kept: readonly CopiedLine[],
  redaction: Redaction,
  world: Shelves,
): Promise<{ readonly files: readonly ExportFile[]; readonly plans: readonly HashedPlan[]; readonly removed: ExportManifest['removed'] }> {
  const files: ExportFile[] = [];
  const shown: HashedPlan[] = [];
  const removed: ExportManifest['removed'] = [];
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const plans = new Set(kept.flatMap(({ held }) => text(held.entry.data['plan']) ?? []).filter((hash) => /^[0-9a-f]{64}$/.test(hash)));
  for (const sha256 of plans) {
    const bytes = redaction.plans ? null : await world.shelf.bytes(sha256);
    const read = bytes === null ? null : await world.shelf.get(sha256);
    if (read?.ok === true) shown.push(read.value);
    if (bytes === null) removed.push({ what: `plans/${sha256}.json`, sha256, why: redaction.plans ? 'redacted' : 'missing' });
    else files.push({ path: `plans/${sha256}.json`, what: 'plan', source: world.exports.made(bytes) });
  }
  for (const [name, said] of outputsIn(kept)) {
    const path = `transcripts/${name}.raw`;
    const found = redaction.transcripts ? null : await world.exports.transcript(name);
    if (found === null) {
      removed.push({ what: path, sha256: said.at(-1) ?? null, why: redaction.transcripts ? 'redacted' : 'missing' });
      continue;
    }
    // Masked secrets, or a step that did not end: then no entry names these very bytes.
    files.push({ path, what: said.includes(found.raw.sha256) ? 'transcript' : 'attached', source: found.raw, beginning: found.beginning });
  }
  for (const [name, expected] of recordingsIn(kept)) {
    const path = `transcripts/${name}.cast`;
    const found = redaction.terminals ? null : await world.exports.recording(name);
    if (found === null) {
      removed.push({ what: path, sha256: expected, why: redaction.terminals ? 'redacted' : 'missing' });
      continue;
    }
    files.push({ path, what: found.raw.sha256 === expected ? 'transcript' : 'attached', source: found.raw, beginning: found.beginning });
    // SECURITY: the recording holds what the host printed; whoever plays it has a terminal, which would answer.
    files.push({ path: `transcripts/${name}.inert.cast`, what: 'page', source: found.inert });
  }
  return { files, plans: shown, removed };
}

/** Transcript -> the hashes that the journal gives it. */
function outputsIn(kept: readonly CopiedLine[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string>();
  const found = new Map<string, string[]>();
  for (const { held } of kept) {
    const { code, data } = held.entry;
    const claim = JSON.stringify([data['run'], data['position'], data['host'], data['attempt']]);
    if (code === 'STEP-INTENT' && typeof data['transcript'] === 'string') {
      names.set(claim, data['transcript']);
      found.set(data['transcript'], found.get(data['transcript']) ?? []);
    }
    if (code === 'STEP-OUTCOME' && typeof data['sha256'] === 'string') found.get(names.get(claim) ?? '')?.push(data['sha256']);
  }
  return found;
}

/** Recording -> the hash that the journal gives it; null where its terminal has no end, or left none. */
function recordingsIn(kept: readonly CopiedLine[]): ReadonlyMap<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { held } of kept) {
    const { code, data } = held.entry;
    if (code !== 'TERMINAL-START' && code !== 'TERMINAL-END') continue;
    const end = terminalEntries['TERMINAL-END'].data.safeParse(data);
    if (code === 'TERMINAL-START' && typeof data['terminal'] === 'string') found.set(recordingName(data['terminal']), null);
    // A shell that never opened has nothing to show.
    else if (end.success && end.data.how === 'not-opened') found.delete(recordingName(end.data.terminal));
    else if (end.success) found.set(recordingName(end.data.terminal), end.data.recordingSha256);
  }
  return found;
}
