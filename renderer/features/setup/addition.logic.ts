import type { Addition, AdditionDraft, AdditionKind, AdditionProblem } from '../../../core/workspace/addition';
import type { FormField } from '../../../core/workspace/form-field';
import type { Locale } from '../../../core/text';

/** What was typed, by key. */
export type Values = Readonly<Record<string, string>>;

/** The addition that a form stands for. A secret is typed as its name and written as `secret:NAME`. */
export function additionOf(kind: AdditionKind, values: Values, { place = null, replaces = null, fields = [] }: { readonly place?: number | null; readonly replaces?: string | null; readonly fields?: readonly FormField[] } = {}): Addition {
  const secrets = new Set(fields.filter(({ form }) => form === 'secret').map(({ key }) => key));
  const written = Object.entries(values).map(([key, text]) => [key, secrets.has(key) && isSecretName(text.trim()) ? `secret:${text.trim()}` : text] as const);
  return { kind, replaces, values: Object.fromEntries(written.filter(([, text]) => text.trim() !== '')), place };
}

/** Whether the keychain takes this as a name; what is no name is sent as it is, for the check to refuse. */
export function isSecretName(text: string): boolean {
  return /^[a-z0-9][a-z0-9_.-]{0,63}$/.test(text);
}

/** What is wrong with one field, in words. Of one that is still empty nothing is said before somebody tried to save. */
export function problemOf(draft: AdditionDraft | null, key: string, values: Values, tried: boolean, locale: Locale): string | null {
  if (!tried && (values[key] ?? '').trim() === '') return null;
  const found = draft?.problems.find(({ field, finding }) => field === key && finding.severity === 'error');
  return found === undefined ? null : `${found.finding.message[locale]}. ${found.finding.hint[locale]}`;
}

/** What no field of the form can show: warnings, and what is wrong elsewhere in the workspace. */
export function otherProblems(draft: AdditionDraft | null, shown: readonly string[]): readonly AdditionProblem[] {
  return (draft?.problems ?? []).filter(({ field, finding }) => field === null || finding.severity === 'warning' || !shown.includes(field));
}

/** The fields in the order in which people think of them: what must be said, then what logs in, then the rest. */
export function arranged(fields: readonly FormField[], without: readonly string[]): { readonly first: readonly FormField[]; readonly more: readonly FormField[] } {
  const mine = fields.filter(({ key }) => !without.includes(key));
  const isFirst = ({ key, form, required }: FormField): boolean => required || form === 'secret' || key === 'user';
  const rank = ({ form, required }: FormField): number => (required ? 0 : form === 'secret' ? 2 : 1);
  return { first: mine.filter(isFirst).sort((a, b) => rank(a) - rank(b)), more: mine.filter((field) => !isFirst(field)) };
}
