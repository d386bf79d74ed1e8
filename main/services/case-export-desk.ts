import { createCaseBook, recordedOf } from '../../core/case/case-book';
import { caseEntriesOf } from '../../core/case/case-entries-of';
import { exportManifestSchema, readRedaction, type CaseExported, type ExportManifest, type Redaction } from '../../core/case/export';
import { exportPage } from '../../core/case/export-page';
import { exportReadme } from '../../core/case/export-readme';
import { fail, ok, type Result } from '../../core/errors';
import { canonicalJson } from '../../core/journal/canonical';
import { sentence } from '../../core/journal/codes';
import { extractOf } from '../../core/journal/extract';
import { fingerprint, parsePublicKey, type WriterKey } from '../../core/team/public-key';
import { utf8 } from '../../core/utf8';
import type { Actor } from '../ports/actor';
import type { CaseExports, ExportTarget } from '../ports/case-exports';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { CopiedLine, JournalCopies, JournalCopy } from '../ports/journal-copies';
import type { PlanShelf } from '../ports/plan-shelf';
import { collectFiles, type ExportFile } from './case/collect-files';

interface CaseExportRequest {
  readonly id: string;
  /** Absolute path where the folder or the zip goes. */
  readonly target: string;
  readonly form: 'folder' | 'zip';
  /** What core/case/export.ts reads. */
  readonly redact: readonly string[];
  /** A file in its place was shown to a person, who said yes. */
  readonly replace: boolean;
}

/** Takes one case out of the journals, as a folder or a zip that verifies by itself (docs/journal-format.md). */
export class CaseExportDesk {
  constructor(
    private readonly ports: {
      readonly journal: Journal;
      readonly copies: JournalCopies;
      readonly exports: CaseExports;
      readonly shelf: PlanShelf;
      readonly actor: Actor;
      readonly clock: Clock;
      readonly workspace: CurrentWorkspace;
      readonly keys: () => readonly WriterKey[];
    },
  ) {}

  async export({ id, target, form, redact, replace }: CaseExportRequest): Promise<Result<CaseExported>> {
    const { actor, exports } = this.ports;
    if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
    const redaction = readRedaction(redact);
    if ('wrong' in redaction) return fail('export-redact-unknown', { word: redaction.wrong });
    const copies = await this.ports.copies.read();
    const chosen = chooseLines(id, this.ports.journal.status().writer, copies, redaction);
    if (!chosen.ok) return chosen;
    const begun = await exports.begin(target, form, replace);
    if (!begun.ok) return begun;
    const written = await this.write(begun.value, copies, chosen.value, { id, redaction, redact });
    if (!written.ok) {
      await begun.value.abandon();
      return written;
    }
    const finished = await begun.value.finish();
    if (!finished.ok) await begun.value.abandon();
    return finished.ok ? ok({ id, path: target, ...written.value }) : finished;
  }

  private async write(
    out: ExportTarget,
    copies: readonly JournalCopy[],
    { kept, left }: Chosen,
    { id, redaction, redact }: { readonly id: string; readonly redaction: Redaction; readonly redact: readonly string[] },
  ): Promise<Result<Omit<CaseExported, 'id' | 'path'>>> {
    const { clock, exports, journal, shelf, workspace } = this.ports;
    const book = createCaseBook(journal.status().writer);
    book.takeAll(
      kept.map(({ held }) => recordedOf(held.entry)),
      [],
    );
    const subject = book.get(id);
    // What begins a case is what the rest is about.
    if (subject === null) return fail('export-redact-unknown', { word: redact.join(' ') });
    const found = await collectFiles(kept, redaction, { shelf, exports });
    const removed: ExportManifest['removed'] = [...left.map(({ held }) => ({ what: `${nameOf(held.entry)} ${held.entry.code}`, sha256: held.hash, why: 'redacted' as const })), ...found.removed];
    const keys = this.ports.keys();
    const page = {
      ...{ subject, workspace: workspace.get().settings.name, at: clock.now(), by: journal.status().writer, removed },
      entries: kept.map(({ held: { entry, hash } }) => ({ at: entry.at, writer: `${entry.op}.${entry.dev}`, seq: entry.seq, code: entry.code, hash, en: sentence(entry.code, entry.op, entry.data, 'en'), ko: sentence(entry.code, entry.op, entry.data, 'ko') })),
      plans: found.plans,
      transcripts: found.files.flatMap(({ path, what, source, beginning }) => (beginning === undefined ? [] : [{ path, sha256: source.sha256, named: what === 'transcript', ...beginning }])),
      keys: keys.map(({ writer, publicKey }) => ({ writer, fingerprint: printOf(publicKey) })),
    };
    const textFile = (path: string, what: ExportFile['what'], text: string): ExportFile => ({ path, what, source: exports.made(utf8(text)) });
    const files: readonly ExportFile[] = [
      ...found.files,
      textFile('case.en.html', 'page', exportPage(page, 'en')),
      textFile('case.ko.html', 'page', exportPage(page, 'ko')),
      textFile('README.txt', 'text', exportReadme(id)),
      textFile('keys', 'keys', keys.map(({ writer, publicKey }) => `${writer} ${publicKey}\n`).join('')),
      textFile('verify-journal', 'verifier', exports.verifier()),
    ].sort((a, b) => (a.path < b.path ? -1 : 1));
    const taken = new Set(extractOf(copies, new Set(kept.map(({ held }) => held.hash)), null).flatMap(({ hashes }) => hashes));
    const manifest = exportManifestSchema.parse({ version: 1, workspace: page.workspace, case: id, title: subject.title, at: page.at, by: page.by, entries: [...taken], files: files.map(({ path, what, source: { sha256, bytes } }) => ({ path, what, sha256, bytes })), removed });
    const sealed = textFile('case.json', 'text', `${canonicalJson(manifest)}\n`);

    // The record comes before the export is there (law 1), and is in it: it signs the hash of case.json.
    const sums = { entries: kept.length, files: files.length, removed: removed.length };
    const seal = await journal.append('CASE-EXPORT', { case: id, title: subject.title, manifest: sealed.source.sha256, ...sums, redacted: [...redact] });
    if (!seal.ok) return seal;
    const extracts = extractOf(await this.ports.copies.read(), taken, seal.value.hash);
    for (const { path, source } of [...files, sealed, ...extracts.map(({ writer, text }) => textFile(`extract/${writer}.jsonl`, 'text', text))]) {
      const put = await out.put(path, source);
      if (!put.ok) return put;
    }
    return ok(sums);
  }
}

interface Chosen {
  /** In the order in which they happened. */
  readonly kept: readonly CopiedLine[];
  readonly left: readonly CopiedLine[];
}

function chooseLines(id: string, own: string, copies: readonly JournalCopy[], { codes, entries }: Redaction): Result<Chosen> {
  const all = copies.flatMap(({ lines }) => lines).sort((a, b) => (a.held.entry.hlc < b.held.entry.hlc ? -1 : 1));
  const chosen = caseEntriesOf(id, all.map(({ held }) => held), own);
  const mine = all.filter(({ held }) => chosen.has(held.hash));
  if (mine.length === 0) return fail('case-unknown', { id });
  const bad = copies.find((copy) => copy.bad !== null && mine.some(({ held }) => `${held.entry.op}.${held.entry.dev}` === copy.writer));
  if (bad !== undefined && bad.bad !== null) return fail('export-journal-bad', { writer: bad.writer, rule: bad.bad.rule, why: bad.bad.why });
  const isLeft = ({ held }: CopiedLine): boolean => codes.has(held.entry.code) || entries.has(nameOf(held.entry));
  return ok({ kept: mine.filter((line) => !isLeft(line)), left: mine.filter(isLeft) });
}

function nameOf({ op, dev, seq }: { readonly op: string; readonly dev: string; readonly seq: number }): string {
  return `${op}.${dev}#${String(seq)}`;
}

function printOf(publicKey: string): string {
  const key = parsePublicKey(publicKey);
  return key === null ? '' : fingerprint(key);
}
