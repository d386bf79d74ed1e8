import { z } from 'zod';
import type { Grade } from './alert';

/** A value that must not pass a bound: the first number in the label or annotation of this name. */
export const boundSchema = z.strictObject({ name: z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,99}$/), side: z.enum(['above', 'below']), value: z.number() });
export type Bound = z.infer<typeof boundSchema>;

/** A bound as people type it: `value>95`, `queue < 10`; null where it is none. */
export function readBound(text: string): Bound | null {
  const found = /^\s*([a-zA-Z_][a-zA-Z0-9_]{0,99})\s*([<>])\s*([-+]?\d{1,15}(?:\.\d{1,15})?)\s*$/.exec(text);
  if (found === null) return null;
  const [, name = '', side, value] = found;
  return { name, side: side === '>' ? 'above' : 'below', value: Number(value) };
}

/** How things stood when somebody snoozed "until worse" (decisions.md 27). */
export const snapshotSchema = z.strictObject({
  /** Ranks: more is worse. */
  grade: z.number().int(),
  severity: z.number().int(),
  /** Alerts of the same name in the same cluster that fired then, this one included. */
  count: z.number().int(),
  bound: boundSchema.nullable(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What got worse, and from what to what, for the record. */
export interface Worse {
  readonly what: 'grade' | 'severity' | 'count' | 'value';
  readonly from: string;
  readonly to: string;
}

/** What is weighed of an alert and of those like it. */
export type Weighed = Omit<Snapshot, 'bound'> & {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
};

/** "Not graded yet" counts as 911 (decisions.md 23). */
export function gradeRank(grade: Grade | null): number {
  return grade === 'noise' ? 0 : grade === '912' ? 1 : 2;
}

const severityWords: readonly (readonly string[])[] = [
  ['', 'none', 'ok', 'debug', 'info', 'informational'],
  ['notice', 'minor', 'low', 'warn', 'warning', 'medium', 'moderate'],
  ['major', 'high', 'error', 'err'],
  ['critical', 'crit', 'page', 'fatal', 'alert', 'emergency', 'emerg', 'disaster'],
];

/** A word that nobody knows ranks above all others: unknown counts as worse. */
export function severityRank(severity: string | undefined): number {
  const word = (severity ?? '').trim().toLowerCase();
  const rank = severityWords.findIndex((words) => words.includes(word));
  return rank === -1 ? severityWords.length : rank;
}

/** The first number in a text such as `97.5 %`, or null. */
export function numberIn(text: string | undefined): number | null {
  const found = /[-+]?\d{1,15}(?:\.\d{1,15})?(?:e[-+]?\d{1,3})?/i.exec((text ?? '').slice(0, 1_000))?.[0];
  return found === undefined ? null : Number(found);
}

/** Whether things are worse than they were: null where they are not. The bound counts as passed where it is reached. */
export function worseThan(before: Snapshot, now: Weighed): Worse | null {
  if (now.grade > before.grade) return { what: 'grade', from: gradeWord(before.grade), to: gradeWord(now.grade) };
  if (now.severity > before.severity) return { what: 'severity', from: severityWord(before.severity), to: severityWord(now.severity) };
  if (now.count >= before.count * 2) return { what: 'count', from: String(before.count), to: String(now.count) };
  if (before.bound === null) return null;
  const { name, side, value } = before.bound;
  const found = numberIn(now.labels[name] ?? now.annotations[name]);
  if (found === null || (side === 'above' ? found < value : found > value)) return null;
  return { what: 'value', from: `${name} ${side === 'above' ? '<' : '>'} ${String(value)}`, to: String(found) };
}

function gradeWord(rank: number): string {
  return ['noise', '912', '911'][rank] ?? '911';
}

function severityWord(rank: number): string {
  return severityWords[rank]?.at(-1) ?? 'unknown';
}
