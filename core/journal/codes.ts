import type { z } from 'zod';
import { fill, type Locale, type Text } from '../text';
import { alertEntries } from '../alert/entries';
import { approvalEntries } from '../approval/entries';
import { caseEntries } from '../case/entries';
import { escalationEntries } from '../escalation/entries';
import { hostEntries } from '../host/entries';
import { muteEntries } from '../mute/entries';
import { runEntries } from '../run/entries';
import { runbookEntries } from '../runbook/entries';
import { shiftEntries } from '../shift/entries';
import { sirenEntries } from '../siren/entries';
import { streamEntries } from '../stream/entries';
import { syncEntries } from '../sync/entries';
import { teamEntries } from '../team/entries';
import { terminalEntries } from '../terminal/entries';
import { vaultEntries } from '../vault/entries';
import { workspaceEntries } from '../workspace/entries';
import { journalEntries } from './entries';
import { inKorean, isWord } from './entry-words';

/** One kind of journal entry: the shape of its data and its sentence, `{name}` naming a field of data, or `{op}`. */
export interface EntrySpec {
  readonly data: z.ZodObject;
  readonly text: Text;
}

/** The one table of codes. The writer, the viewer, the timeline and the documentation read it. */
export const entrySpecs = {
  ...alertEntries,
  ...approvalEntries,
  ...caseEntries,
  ...escalationEntries,
  ...hostEntries,
  ...journalEntries,
  ...muteEntries,
  ...runEntries,
  ...runbookEntries,
  ...shiftEntries,
  ...sirenEntries,
  ...streamEntries,
  ...syncEntries,
  ...teamEntries,
  ...terminalEntries,
  ...vaultEntries,
  ...workspaceEntries,
} as const satisfies Record<string, EntrySpec>;

export type EntryCode = keyof typeof entrySpecs;
export type EntryData<C extends EntryCode> = z.infer<(typeof entrySpecs)[C]['data']>;

/** An entry in words. A code from a newer version is named as it stands and never fatal (decisions.md 7). */
export function sentence(code: string, op: string, data: Readonly<Record<string, unknown>>, locale: Locale): string {
  const spec: EntrySpec | undefined = Object.hasOwn(entrySpecs, code) ? entrySpecs[code as EntryCode] : undefined;
  if (spec === undefined) return code;
  const values: Record<string, string | number> = { op };
  const fields: Readonly<Record<string, z.ZodType>> = spec.data.shape;
  for (const [name, value] of Object.entries(data)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    values[name] = locale === 'ko' && typeof value === 'string' && isWord(code, name, fields[name]) ? inKorean(value) : value;
  }
  // A reason that nobody gave leaves no colon behind, nor the word before it.
  return fill(spec.text[locale].replace(/(?:\. \S+)?: \{(\w+)\}$/, (whole, name: string) => (values[name] === '' ? '' : whole)), values);
}
