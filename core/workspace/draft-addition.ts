import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { isMap, isNode, isScalar } from 'yaml';
import type { z } from 'zod';
import { hostSchema } from '../host/host';
import type { Finding } from '../runbook/runbook';
import { additionHomes, type Addition, type AdditionDraft, type AdditionProblem } from './addition';
import { withEntry, type Entry } from './add-entry';
import { changedLines } from './changed-lines';
import { gradingRuleSchema, sourceEntrySchema } from './files';
import { finding } from './finding';
import { formFields, typedValue, type FormField } from './form-field';
import { parseYaml } from './read-yaml';
import type { WorkspaceReading } from './workspace';

/** The schemas of the kinds of sources that this console knows, for the forms of their own keys. */
type SourceForms = ReadonlyMap<string, z.ZodType>;

const ownFields = { source: formFields(sourceEntrySchema), host: formFields(hostSchema), rule: formFields(gradingRuleSchema) } as const;

/** The fields that every source has, then those of one kind. */
export function sourceFields(kind: string, forms: SourceForms): readonly FormField[] {
  const schema = forms.get(kind);
  return [...ownFields.source, ...(schema === undefined ? [] : formFields(schema))];
}

/** What was typed as an entry: empty texts are left out, unless the key must be there. */
export function entryOf({ kind, values }: Addition, forms: SourceForms): Entry {
  const fields = kind === 'source' ? sourceFields(values['kind'] ?? '', forms) : ownFields[kind];
  const known = new Map(fields.map((field) => [field.key, field]));
  const keys = [...new Set([...fields.map(({ key }) => key), ...Object.keys(values)])];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const text = (Object.hasOwn(values, key) ? (values[key] ?? '') : '').trim();
      const field = known.get(key);
      return text === '' && field?.required !== true ? [] : [[key, typedValue(field, text)] as const];
    }),
  );
}

/** SHA-256 of a file's text, hex; empty for a file that is not there. */
export function seenHash(text: string | null): string {
  return text === null ? '' : bytesToHex(sha256(utf8ToBytes(text)));
}

/** The file as it would be, or what keeps it from being written. */
type Added = { readonly after: string; readonly index: number } | { readonly problem: AdditionProblem };

/** @param before the text of the file that the addition belongs to; null where there is none. */
export function addTo(before: string | null, addition: Addition, forms: SourceForms): Added {
  const { file, list } = additionHomes[addition.kind];
  const added = withEntry(before ?? '', list, entryOf(addition, forms), addition.place === null ? null : addition.place - 1);
  if (added !== null) return { after: added.text, index: added.index };
  return { problem: { field: null, finding: finding({ file, line: 1, column: 1 }, 'not-editable', { key: list }) } };
}

/**
 * What `check` says of the workspace with the addition, and the lines that come and go. Every mistake anywhere keeps it
 * from being written; of the warnings only those that the addition brings are told.
 */
export function draftAddition(addition: Addition, before: string | null, added: { readonly after: string; readonly index: number }, was: readonly Finding[], reading: WorkspaceReading): AdditionDraft {
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
