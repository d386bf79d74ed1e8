import { fail, failure, ok, type Failure, type Result } from '../../core/errors';
import { draftImport, type ImportDraft, type ImportKind } from '../../core/import/draft-import';
import type { ForeignFile } from '../../core/import/foreign-file';
import type { ForeignFiles } from '../ports/foreign-files';
import type { WorkspaceFiles } from '../ports/workspace-files';

/** Includes that are looked up one after another, at most: each round may name more. */
const mostRounds = 20;

/** Brings what another tool wrote into a workspace: first shown as a whole, then written, nothing overwritten. */
export class ImportDesk {
  constructor(private readonly ports: { readonly files: WorkspaceFiles; readonly foreign: ForeignFiles }) {}

  /** What would be written into the folder `root`, and what would not. Writes nothing. */
  async draft(root: string, kind: ImportKind, path: string): Promise<Result<ImportDraft>> {
    const source = await this.ports.foreign.read(path);
    return source.ok ? this.draftOf(root, kind, source.value, true) : source;
  }

  /** The same of a text that was pasted: it stands in no folder, so that an Include of it leads nowhere. */
  draftText(root: string, kind: ImportKind, source: ForeignFile): Promise<Result<ImportDraft>> {
    return this.draftOf(root, kind, source, false);
  }

  /** What would keep the workspace from passing its check, were this written; null where it passes, or is no workspace yet. */
  async wouldBreak(root: string, { files }: ImportDraft): Promise<Failure | null> {
    const reading = await this.ports.files.readAs(root, new Map(files.map(({ path, after }) => [path, after])));
    const first = reading.findings.find(({ severity, file }) => severity === 'error' && !file.startsWith('runbooks/'));
    if (reading.workspace !== null || first === undefined || reading.findings.some(({ rule }) => rule === 'file-missing')) return null;
    return failure('workspace-would-break', { file: first.file, line: first.line, what: first.message.en });
  }

  private async draftOf(root: string, kind: ImportKind, source: ForeignFile, includes: boolean): Promise<Result<ImportDraft>> {
    const { files, foreign } = this.ports;
    const hosts = await files.readText(root, 'hosts.yaml');
    // A file that is not there is a new one; one that cannot be read must not be written over.
    if (!hosts.ok && hosts.error.values['why'] !== 'ENOENT') return hosts;
    const reading = await files.read(root);
    const taken = new Set([...(reading.workspace?.runbooks ?? []), ...reading.findings].map((each) => ('path' in each ? each.path : each.file)));
    const present = { hosts: hosts.ok ? hosts.value : null, has: (name: string) => taken.has(name) };
    const included = new Map<string, readonly ForeignFile[]>();
    for (let round = 0; ; round += 1) {
      const missing: (readonly [pattern: string, from: string])[] = [];
      const draft = draftImport(kind, source, present, (pattern, from) => {
        const found = included.get(`${from}\n${pattern}`);
        if (found === undefined) missing.push([pattern, from]);
        return found ?? null;
      });
      if (missing.length === 0 || round >= mostRounds || !draft.ok) return draft;
      for (const [pattern, from] of missing) included.set(`${from}\n${pattern}`, includes ? await foreign.include(pattern, from) : []);
    }
  }

  /** Writes exactly what was shown. A file that is not as it was then is refused, and nothing after it is written. */
  async write(root: string, draft: ImportDraft, source: string): Promise<Result<readonly string[]>> {
    if (draft.files.length === 0) return fail('import-nothing', { file: source });
    const problem = await this.wouldBreak(root, draft);
    if (problem !== null) return { ok: false, error: problem };
    const written: string[] = [];
    for (const { path, before, after } of draft.files) {
      const put = await this.ports.files.put(root, path, before, after);
      if (!put.ok) return put;
      written.push(path);
    }
    return ok(written);
  }
}
