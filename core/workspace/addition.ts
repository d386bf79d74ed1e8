import { z } from 'zod';
import { findingSchema } from '../runbook/runbook';
import { changedLineSchema } from './changed-lines';

/** What can be added to a workspace from the window, changed there and taken away, each an item of a list in a file. */
const additionKindSchema = z.enum(['source', 'host', 'rule']);
export type AdditionKind = z.infer<typeof additionKindSchema>;

/** An entry that is there: a source by its id, a host by its name, a rule by its number. */
export const entryNameSchema = z.object({ kind: additionKindSchema, name: z.string().min(1).max(2_000) });
export type EntryName = z.infer<typeof entryNameSchema>;

/**
 * An entry as a person typed it: texts by key, empty ones left out. `place`: which rule it would be, 1 the first; null: the
 * last, or where it stood. `replaces`: the name of the entry whose place it takes; null: a new one.
 */
export const additionSchema = z.object({
  kind: additionKindSchema,
  replaces: z.string().min(1).max(2_000).nullable(),
  values: z.record(z.string().max(100), z.string().max(20_000)),
  place: z.number().int().min(1).max(1000).nullable(),
});
export type Addition = z.infer<typeof additionSchema>;

/** What is wrong with an addition, and with which of its fields; null: with none of them. */
const additionProblemSchema = z.object({ field: z.string().nullable(), finding: findingSchema });
export type AdditionProblem = z.infer<typeof additionProblemSchema>;

/** An addition before anything is written: the lines that would come and go, and what `check` says of the whole. */
export const additionDraftSchema = z.object({
  file: z.string(),
  /** SHA-256 of the file as it was read; empty where there is none yet. */
  seen: z.string(),
  lines: z.array(changedLineSchema),
  problems: z.array(additionProblemSchema),
  /** Nothing keeps it from being written. */
  ready: z.boolean(),
});
export type AdditionDraft = z.infer<typeof additionDraftSchema>;

/** An entry as a form shows it: what is written down, as texts that mean the same when they are typed again. */
export const entryFormSchema = z.object({ values: z.record(z.string(), z.string()), /** Which item of its list it is, 1 the first. */ place: z.number().int() });
export type EntryForm = z.infer<typeof entryFormSchema>;

/** A removal before anything is written. `rests`: what else rests on the entry, in sentences; a problem that keeps it from being removed is among `problems`. */
export const removalDraftSchema = additionDraftSchema.extend({ rests: z.array(z.object({ en: z.string(), ko: z.string() })) });
export type RemovalDraft = z.infer<typeof removalDraftSchema>;

/** The file and the list that each kind belongs to. */
export const additionHomes = {
  source: { file: 'breakglass.yaml', list: 'sources', name: 'id' },
  host: { file: 'hosts.yaml', list: 'hosts', name: 'name' },
  rule: { file: 'breakglass.yaml', list: 'grading', name: 'when' },
} as const satisfies Readonly<Record<AdditionKind, { readonly file: string; readonly list: string; readonly name: string }>>;
