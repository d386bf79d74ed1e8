import { fail, ok, type Result } from '../../core/errors';
import type { ImportDraft, ImportKind } from '../../core/import/draft-import';
import type { Act } from '../../core/ipc/contract';
import type { ImportView } from '../../core/ipc/setup';
import { fill } from '../../core/text';
import { changedLines } from '../../core/workspace/changed-lines';
import { seenHash } from '../../core/workspace/draft-addition';
import type { Actor } from '../ports/actor';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Ids } from '../ports/ids';
import type { Journal } from '../ports/journal';
import type { ImportDesk } from './import-desk';

interface Ports {
  readonly imports: ImportDesk;
  readonly workspace: CurrentWorkspace & { reload(): Promise<void> };
  readonly journal: Journal;
  readonly actor: Actor;
  readonly ids: Ids;
}

const imported = {
  en: '{source} was imported: {files}',
  ko: '{source} 내용을 가져왔습니다: {files}',
} as const;

/** An import that is shown before it is written: what is written is the draft that was shown, whatever the source holds by then. */
export class ShownImportDesk {
  private shown: { readonly id: string; readonly kind: ImportKind; readonly source: string; readonly draft: ImportDraft } | null = null;

  constructor(private readonly ports: Ports) {}

  /** A file that a person chose. */
  file(kind: ImportKind, path: string): Promise<Result<ImportView>> {
    return this.show(kind, path, (root) => this.ports.imports.draft(root, kind, path));
  }

  /** A text that a person pasted. */
  text(kind: ImportKind, text: string): Promise<Result<ImportView>> {
    const source = `pasted-${kind}`;
    return this.show(kind, source, (root) => this.ports.imports.draftText(root, kind, { name: source, text }));
  }

  /** Writes the import that was shown last under this id. Journalled first, with the hash of every file. */
  async write(id: string): Promise<Result<Act>> {
    const { actor, imports, journal, workspace } = this.ports;
    const { shown } = this;
    if (!actor.may('configure')) return fail('not-allowed', { right: 'configure' });
    if (shown?.id !== id) return fail('import-gone', {});
    const { kind, source, draft } = shown;
    const { root } = workspace.get();
    if (draft.files.length === 0) return fail('import-nothing', { file: source });
    const problem = await imports.wouldBreak(root, draft);
    if (problem !== null) return { ok: false, error: problem };
    this.shown = null;
    const files = draft.files.map(({ path, before, after }) => ({ path, before: seenHash(before), after: seenHash(after) }));
    const recorded = await journal.append('CONFIG-IMPORT', { kind, source, files });
    if (!recorded.ok) return recorded;
    const written = await imports.write(root, draft, source);
    await workspace.reload();
    if (!written.ok) {
      journal.appendLate('CONFIG-NOT-WRITTEN', { file: files.map(({ path }) => path).join(', '), failure: written.error.code });
      return written;
    }
    const values = { source, files: written.value.join(', ') };
    return ok({ en: fill(imported.en, values), ko: fill(imported.ko, values), undo: null });
  }

  private async show(kind: ImportKind, source: string, drafted: (root: string) => Promise<Result<ImportDraft>>): Promise<Result<ImportView>> {
    const { actor, imports, ids, workspace } = this.ports;
    if (!actor.may('configure')) return fail('not-allowed', { right: 'configure' });
    const { root } = workspace.get();
    const draft = await drafted(root);
    if (!draft.ok) return draft;
    const id = ids.nonce();
    this.shown = { id, kind, source, draft: draft.value };
    const { files, findings } = draft.value;
    return ok({
      ...{ id, source, findings },
      files: files.map(({ path, before, after }) => ({ path, isNew: before === null, lines: changedLines(before ?? '', after) })),
      problem: await imports.wouldBreak(root, draft.value),
    });
  }
}
