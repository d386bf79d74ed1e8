import { fail, ok, type Failure, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import type { Finding } from '../../core/runbook/runbook';
import { fill, type Text } from '../../core/text';
import { addressesIn, firstSent } from '../../core/vault/first-sent';
import { additionHomes, type Addition, type AdditionDraft, type EntryForm, type EntryName, type RemovalDraft } from '../../core/workspace/addition';
import { addTo, draftAddition, entryFor, entryNamed, formOf, removeFrom, seenHash, type Added, type SourceForms } from '../../core/workspace/draft-addition';
import type { Entry } from '../../core/workspace/entry-lines';
import type { Actor } from '../ports/actor';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { SecretConsent } from '../ports/secret-consent';
import type { WorkspaceFiles } from '../ports/workspace-files';
import type { UndoBook } from './undo-book';

export interface EntryDeskPorts {
  readonly workspace: CurrentWorkspace & { reload(): Promise<void> };
  readonly files: WorkspaceFiles;
  readonly journal: Journal;
  readonly actor: Actor;
  readonly undos: UndoBook;
  readonly forms: SourceForms;
  /** What rests on an entry that no other file says. */
  readonly rests: (entry: EntryName) => Promise<readonly Text[]>;
}

/** An entry as it would be, the lines that make it so, and the file before and after. */
interface Prepared {
  readonly draft: AdditionDraft;
  readonly entry: Entry;
  /** What stands there now under the name that it replaces. */
  readonly old: Entry | null;
  readonly before: string | null;
  readonly after: string | null;
}

type ConfigCode = 'CONFIG-ADD' | 'CONFIG-CHANGE' | 'CONFIG-REMOVE' | 'CONFIG-UNDO';

const words = {
  added: {
    source: { en: 'The source {name} is in {file} now', ko: '이제 {file}에 소스 {name}이(가) 있습니다' },
    host: { en: 'The host {name} is in {file} now; its key is not trusted yet', ko: '이제 {file}에 호스트 {name}이(가) 있습니다. 키는 아직 신뢰하지 않습니다' },
    rule: { en: 'The rule {name} is in {file} now', ko: '이제 {file}에 규칙 {name}이(가) 있습니다' },
  },
  changed: {
    source: { en: 'The source {name} was changed in {file}', ko: '{file}의 소스 {name}을(를) 고쳤습니다' },
    host: { en: 'The host {name} was changed in {file}', ko: '{file}의 호스트 {name}을(를) 고쳤습니다' },
    rule: { en: 'The rule {name} was changed in {file}', ko: '{file}의 규칙 {name}을(를) 고쳤습니다' },
  },
  removed: {
    source: { en: 'The source {name} is no longer in {file}', ko: '{file}에서 소스 {name}을(를) 지웠습니다' },
    host: { en: 'The host {name} is no longer in {file}', ko: '{file}에서 호스트 {name}을(를) 지웠습니다' },
    rule: { en: 'The rule {name} is no longer in {file}', ko: '{file}에서 규칙 {name}을(를) 지웠습니다' },
  },
  back: { en: '{file} is again as it was before', ko: '{file}을(를) 이전 상태로 되돌렸습니다' },
} as const;

/**
 * Sources, hosts and rules as entries of the workspace's files: added, changed and removed as they were shown. Nothing is
 * written that `check` would not pass, nor over a file that is no longer what was shown.
 */
export class EntryDesk {
  constructor(private readonly ports: EntryDeskPorts) {}

  /** An entry that is there, as its form begins with it. */
  async form(name: EntryName): Promise<Result<EntryForm>> {
    const { file } = additionHomes[name.kind];
    const text = await this.textOf(file);
    if (!text.ok) return text;
    const form = formOf(text.value, name, this.ports.forms);
    return form === null ? fail('workspace-entry-missing', { file, name: name.name }) : ok(form);
  }

  /** The lines that would be written, and what is wrong with them. Writes nothing. */
  async draft(addition: Addition): Promise<Result<AdditionDraft>> {
    const prepared = await this.prepare(addition);
    return prepared.ok ? ok(prepared.value.draft) : prepared;
  }

  /**
   * Writes exactly what was shown: the file must still be the one whose hash is `seen`. Journalled first.
   * @param consent asked for each secret that would go to a new address; null: whoever asks typed the entry at a terminal
   */
  async save({ addition, seen }: { readonly addition: Addition; readonly seen: string }, consent: SecretConsent | null): Promise<Result<Act>> {
    const { kind, replaces, values } = addition;
    const name = values[additionHomes[kind].name]?.trim() ?? '';
    const done = (replaces === null ? words.added : words.changed)[kind];
    const code = replaces === null ? 'CONFIG-ADD' : 'CONFIG-CHANGE';
    return this.write(code, { kind, name: replaces ?? name }, seen, () => this.prepare(addition), (file) => filled(done, { name, file }), (prepared) => agreed(prepared, consent, 'from-now-on'));
  }

  /** The lines that would go, what keeps the entry where it is, and what rests on it. Writes nothing. */
  async draftRemoval(name: EntryName): Promise<Result<RemovalDraft>> {
    const prepared = await this.prepareRemoval(name);
    return prepared.ok ? ok({ ...prepared.value.draft, rests: [...(await this.ports.rests(name))] }) : prepared;
  }

  /** Removes exactly the lines that were shown. Journalled first. */
  async remove({ kind, name, seen }: EntryName & { readonly seen: string }): Promise<Result<Act>> {
    return this.write('CONFIG-REMOVE', { kind, name }, seen, () => this.prepareRemoval({ kind, name }), (file) => filled(words.removed[kind], { name, file }));
  }

  /** An addition against the files as they are. */
  async prepare(addition: Addition): Promise<Result<Prepared>> {
    const { forms } = this.ports;
    return this.against(addition.kind, (before) => addTo(before, addition, forms), (before) => ({ entry: entryFor(before, addition, forms), old: addition.replaces === null ? null : entryNamed(before, { kind: addition.kind, name: addition.replaces }) }));
  }

  private async prepareRemoval(name: EntryName): Promise<Result<Prepared>> {
    return this.against(name.kind, (before) => removeFrom(before, name), () => ({ entry: {}, old: null }));
  }

  private async against(kind: Addition['kind'], change: (before: string | null) => Added, entriesIn: (before: string | null) => Pick<Prepared, 'entry' | 'old'>): Promise<Result<Prepared>> {
    const { files, workspace } = this.ports;
    const { root } = workspace.get();
    const { file } = additionHomes[kind];
    const text = await this.textOf(file);
    if (!text.ok) return text;
    const before = text.value;
    const entries = entriesIn(before);
    const found = change(before);
    if ('problem' in found) return ok({ draft: { file, seen: seenHash(before), lines: [], problems: [found.problem], ready: false }, ...entries, before, after: null });
    const was = await files.read(root);
    const reading = await files.readAs(root, new Map([[file, found.after]]));
    return ok({ draft: draftAddition({ kind }, before, found, was.findings, reading), ...entries, before, after: found.after });
  }

  /** The text of a file; null for one that is not there. One that cannot be read must not be written over. */
  private async textOf(file: string): Promise<Result<string | null>> {
    const text = await this.ports.files.readText(this.ports.workspace.get().root, file);
    return text.ok || text.error.values['why'] !== 'ENOENT' ? text : ok(null);
  }

  private async write(code: ConfigCode, name: EntryName, seen: string, prepare: () => Promise<Result<Prepared>>, said: (file: string) => Text, ask: (prepared: Prepared) => Promise<Result<void>> = () => Promise.resolve(ok(undefined))): Promise<Result<Act>> {
    if (!this.ports.actor.may('configure')) return fail('not-allowed', { right: 'configure' });
    const prepared = await prepare();
    if (!prepared.ok) return prepared;
    const { draft, before, after } = prepared.value;
    const { file } = draft;
    if (draft.seen !== seen) return fail('workspace-moved-on', { path: file });
    if (!draft.ready || after === null) return refusedDraft(draft);
    if (after === before) return fail('workspace-no-change', { file });
    const agreed = await ask(prepared.value);
    if (!agreed.ok) return agreed;
    const written = await this.put(code, name, file, before, after);
    if (!written.ok) return written;
    // A file that was not there cannot be made to be not there again.
    const undo = before === null ? null : this.ports.undos.remember(() => this.takeBack(name, file, { from: after, to: before }));
    return ok({ ...said(file), undo });
  }

  /** Puts a file back as it was, if nobody changed it since and the workspace is right with it. */
  private async takeBack(name: EntryName, file: string, { from, to }: { readonly from: string; readonly to: string }): Promise<Result<Act>> {
    const { actor, files, workspace } = this.ports;
    if (!actor.may('configure')) return fail('not-allowed', { right: 'configure' });
    const { root } = workspace.get();
    const now = await this.textOf(file);
    if (!now.ok) return now;
    if (now.value !== from) return fail('workspace-moved-on', { path: file });
    const reading = await files.readAs(root, new Map([[file, to]]));
    const wrong = reading.findings.find(({ severity }) => severity === 'error');
    if (reading.workspace === null || wrong !== undefined) return wouldBreak(file, wrong);
    const written = await this.put('CONFIG-UNDO', name, file, from, to);
    return written.ok ? ok({ ...filled(words.back, { file }), undo: null }) : written;
  }

  private async put(code: ConfigCode, { kind, name }: EntryName, file: string, before: string | null, after: string): Promise<Result<void>> {
    const { files, journal, workspace } = this.ports;
    const recorded = await journal.append(code, { kind, name, file, before: seenHash(before), after: seenHash(after) });
    if (!recorded.ok) return recorded;
    const written = await files.put(workspace.get().root, file, before, after);
    if (written.ok) await workspace.reload();
    else journal.appendLate('CONFIG-NOT-WRITTEN', { file, failure: written.error.code });
    return written;
  }
}

/**
 * SECURITY: a page that runs foreign code could name any secret and any address: where one would go that it did not go
 * before is agreed to by a person, in a dialog that no page draws (law 7).
 */
export async function agreed({ entry, old }: Pick<Prepared, 'entry' | 'old'>, consent: SecretConsent | null, lasts: 'once' | 'from-now-on'): Promise<Result<void>> {
  if (consent === null) return ok(undefined);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const to = addressesIn(entry).join(', ');
  for (const name of firstSent(entry, old)) {
    const purpose = `${text(entry['kind'])} ${text(entry['id'])}${to === '' ? '' : ` → ${to}`}`;
    if (!(await consent.agree({ name, purpose, lasts }))) return fail('vault-not-agreed', { name });
  }
  return ok(undefined);
}

/** Why a draft is not written: its first error. */
export function refusedDraft({ file, problems }: AdditionDraft): { readonly ok: false; readonly error: Failure } {
  return wouldBreak(file, problems.find(({ finding }) => finding.severity === 'error')?.finding);
}

function wouldBreak(file: string, first: Finding | undefined): { readonly ok: false; readonly error: Failure } {
  return fail('workspace-would-break', { file: first?.file ?? file, line: first?.line ?? 1, what: first?.message.en ?? '' });
}

function filled({ en, ko }: Text, values: Readonly<Record<string, string>>): Text {
  return { en: fill(en, values), ko: fill(ko, values) };
}
