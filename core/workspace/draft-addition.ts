import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { isMap, isNode, isScalar } from 'yaml';
import type { z } from 'zod';
import { hostSchema } from '../host/host';
import type { Finding } from '../runbook/runbook';
import { isSecretReference } from '../vault/secret-reference';
import { additionHomes, type Addition, type AdditionDraft, type AdditionProblem, type EntryForm, type EntryName } from './addition';
import { withEntry } from './add-entry';
import { withChangedEntry, withMovedEntry, withoutEntry } from './change-entry';
import { changedLines } from './changed-lines';
import { itemsOf, type Entry } from './entry-lines';
import { gradingRuleSchema, sourceEntrySchema } from './files';
import { finding } from './finding';
import { formFields, typedText, typedValue, type FormField } from './form-field';
import { parseYaml } from './read-yaml';
import type { WorkspaceReading } from './workspace';

/** The schemas of the kinds of sources that this console knows, for the forms of their own keys. */
export type SourceForms = ReadonlyMap<string, z.ZodType>;

const ownFields = { source: formFields(sourceEntrySchema), host: formFields(hostSchema), rule: formFields(gradingRuleSchema) } as const;

/** The fields that every source has, then those of one kind. */
export function sourceFields(kind: string, forms: SourceForms): readonly FormField[] {
  const schema = forms.get(kind);
  return [...ownFields.source, ...(schema === undefined ? [] : formFields(schema))];
}

function fieldsOf(kind: Addition['kind'], of: string, forms: SourceForms): ReadonlyMap<string, FormField> {
  return new Map((kind === 'source' ? sourceFields(of, forms) : ownFields[kind]).map((field) => [field.key, field]));
}

/**
 * What was typed as an entry: empty texts are left out, unless the key must be there.
 * @param old the entry that it replaces: a text that nobody touched leaves the value as it was written
 */
function entryOf({ kind, values }: Addition, forms: SourceForms, old: Entry = {}): Entry {
  const known = fieldsOf(kind, values['kind'] ?? '', forms);
  const fields = [...known.values()];
  const keys = [...new Set([...fields.map(({ key }) => key), ...Object.keys(values)])];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const text = (Object.hasOwn(values, key) ? (values[key] ?? '') : '').trim();
      const field = known.get(key);
      if (text === '' && field?.required !== true) return [];
      const isSame = Object.hasOwn(old, key) && typedText(field, old[key]).trim() === text;
      return [[key, isSame ? old[key] : typedValue(field, text)] as const];
    }),
  );
}

/** SHA-256 of a file's text, hex; empty for a file that is not there. */
export function seenHash(text: string | null): string {
  return text === null ? '' : bytesToHex(sha256(utf8ToBytes(text)));
}

/** The file as it would be, or what keeps it from being written. */
export type Added = { readonly after: string; readonly index: number } | { readonly problem: AdditionProblem };

/** Where an entry stands in its list, and what it says; null where there is none of that name. */
function standing(text: string | null, { kind, name }: EntryName): { readonly index: number; readonly entry: Entry } | null {
  const { list, name: key } = additionHomes[kind];
  const items = (text === null ? null : itemsOf(text, list)) ?? [];
  const index = kind === 'rule' ? Number(name) - 1 : items.findIndex((item) => isEntry(item) && item[key] === name);
  const entry = items[index];
  return isEntry(entry) ? { index, entry } : null;
}

/** An entry as it is written; null where there is none of that name. */
export function entryNamed(text: string | null, name: EntryName): Entry | null {
  return standing(text, name)?.entry ?? null;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An entry as its form begins with it; null where there is none of that name. */
export function formOf(text: string | null, name: EntryName, forms: SourceForms): EntryForm | null {
  const found = standing(text, name);
  if (found === null) return null;
  const { entry, index } = found;
  const known = fieldsOf(name.kind, typeof entry['kind'] === 'string' ? entry['kind'] : '', forms);
  // SECURITY: a password that somebody wrote out into the file is shown to no window; its name is asked for anew (law 7).
  const texts = Object.entries(entry).map(([key, value]) => {
    const field = known.get(key);
    const isWrittenOut = field?.form === 'secret' && !(typeof value === 'string' && isSecretReference(value));
    return [key, isWrittenOut ? '' : typedText(field, value)] as const;
  });
  return { place: index + 1, values: Object.fromEntries(texts) };
}

/** What an addition stands for, with what the entry that it replaces has already. */
export function entryFor(before: string | null, addition: Addition, forms: SourceForms): Entry {
  const { kind, replaces } = addition;
  return entryOf(addition, forms, replaces === null ? {} : standing(before, { kind, name: replaces })?.entry);
}

/** @param before the text of the file that the addition belongs to; null where there is none. */
export function addTo(before: string | null, addition: Addition, forms: SourceForms): Added {
  const { file, list } = additionHomes[addition.kind];
  const { kind, place, replaces } = addition;
  const refused = (rule: 'not-editable' | 'entry-gone', key: string): Added => ({ problem: { field: null, finding: finding({ file, line: 1, column: 1 }, rule, { key }) } });
  if (replaces === null) {
    const added = withEntry(before ?? '', list, entryOf(addition, forms), place === null ? null : place - 1);
    return added === null ? refused('not-editable', list) : { after: added.text, index: added.index };
  }
  const found = standing(before, { kind, name: replaces });
  if (before === null || found === null) return refused('entry-gone', replaces);
  const index = place === null ? found.index : Math.min(place, (itemsOf(before, list) ?? []).length) - 1;
  const changed = withChangedEntry(before, list, found.index, entryFor(before, addition, forms));
  const after = changed === null ? null : withMovedEntry(changed, list, found.index, index);
  return after === null ? refused('not-editable', list) : { after, index };
}

/** The file without an entry, or what keeps it from being written. */
export function removeFrom(before: string | null, name: EntryName): Added {
  const { file, list } = additionHomes[name.kind];
  const found = standing(before, name);
  const after = before === null || found === null ? null : withoutEntry(before, list, found.index);
  if (after !== null) return { after, index: -1 };
  const [rule, key] = found === null ? (['entry-gone', name.name] as const) : (['not-editable', list] as const);
  return { problem: { field: null, finding: finding({ file, line: 1, column: 1 }, rule, { key }) } };
}

/**
 * What `check` says of the workspace with the change, and the lines that come and go. Every mistake anywhere keeps it
 * from being written; of the warnings only those that the change brings are told.
 */
export function draftAddition(addition: Pick<Addition, 'kind'>, before: string | null, added: { readonly after: string; readonly index: number }, was: readonly Finding[], reading: WorkspaceReading): AdditionDraft {
  const { file, list } = additionHomes[addition.kind];
  const fieldAt = fieldFinder(added.after, list, added.index);
  const old = new Set(was.map(sameness));
  const problems = reading.findings.flatMap((each): AdditionProblem[] => {
    if (old.has(sameness(each)) && (each.severity === 'warning' || each.file.startsWith('runbooks/'))) return [];
    return [{ field: each.file === file ? fieldAt(each) : null, finding: each }];
  });
  return { file, seen: seenHash(before), lines: changedLines(before ?? '', added.after), problems, ready: reading.workspace !== null && !problems.some(({ finding: { severity } }) => severity === 'error') };
}

/** A finding wherever its line went. */
function sameness({ file, rule, message }: Finding): string {
  return JSON.stringify([file, rule, message.en]);
}

/** Which key of the new entry a place in the file belongs to: null where it is none of them. */
function fieldFinder(text: string, list: string, index: number): (place: Finding) => string | null {
  const { document, lines } = parseYaml(text);
  const entry: unknown = document.getIn([list, index], true);
  if (!isMap(entry)) return () => null;
  return ({ line, column }) => {
    const offset = (lines.lineStarts[line - 1] ?? 0) + column - 1;
    for (const { key, value } of entry.items) {
      if (!isScalar(key) || !key.range) continue;
      const end = isNode(value) && value.range ? value.range[1] : key.range[1];
      if (offset >= key.range[0] && offset <= end) return String(key.value);
    }
    return null;
  };
}
