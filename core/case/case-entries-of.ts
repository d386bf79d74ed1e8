import type { Held } from '../journal/check';
import { createCaseBook, recordedOf } from './case-book';

/** An entry that holds, as a choice needs it. */
type Choosable = Pick<Held, 'hash'> & { readonly entry: Pick<Held['entry'], 'at' | 'op' | 'dev' | 'seq' | 'code' | 'data' | 'hlc'> };

/** What ties entries to one that names the case. */
const bonds = ['run', 'ring', 'plan', 'terminal'] as const;

/**
 * Which entries belong to a case: those that name it, those of its runs, rings, approvals and terminals, and what was said of its
 * alerts from the end of the case before until its own.
 * @param id as the case is called at this console
 * @param all every writer's entries, in any order
 * @param own this console's writer
 * @returns hashes of lines; empty for a case that nobody knows
 */
export function caseEntriesOf(id: string, all: readonly Choosable[], own: string): ReadonlySet<string> {
  const inOrder = all.map(({ hash, entry }) => ({ hash, entry: recordedOf(entry) })).sort((a, b) => (a.entry.order < b.entry.order ? -1 : 1));
  const book = createCaseBook(own);
  book.takeAll(
    inOrder.map(({ entry }) => entry),
    [],
  );
  const known = book.get(id);
  const chosen = new Set<string>();
  if (known === null) return chosen;

  const merged = new Set([id, ...book.list().flatMap((each) => (each.mergedInto === id ? [each.id] : []))]);
  const after = new Map(known.alerts.map((alert) => [alert, -Infinity]));
  for (const other of book.list()) {
    if (merged.has(other.id) || other.closedAt === null || other.closedAt > known.openedAt) continue;
    for (const alert of other.alerts) if (after.has(alert)) after.set(alert, Math.max(after.get(alert) ?? -Infinity, other.closedAt));
  }
  const named = new Set<string>();
  const text = (data: Choosable['entry']['data'], name: string): string | null => (typeof data[name] === 'string' ? data[name] : null);
  for (const { hash, entry } of inOrder) {
    const { code, data, at } = entry;
    const of = text(data, 'case') ?? text(data, 'caseId');
    if (of !== null && merged.has(book.idOf(entry.writer, of) ?? '') && code !== 'CASE-EXPORT') {
      chosen.add(hash);
      for (const name of bonds) {
        const value = text(data, name);
        if (value !== null) named.add(`${name} ${value}`);
      }
      continue;
    }
    const alert = text(data, 'alert');
    const since = of === null && alert !== null ? after.get(alert) : undefined;
    if (since !== undefined && at > since && at <= (known.closedAt ?? Infinity)) chosen.add(hash);
  }
  // What names a run, a ring, a plan or a terminal of the case and not the case itself: a second person's approval, a
  // siren's answer, a terminal's end.
  for (const { hash, entry } of inOrder) {
    const of = text(entry.data, 'case') ?? text(entry.data, 'caseId');
    if (of !== null) continue;
    if (bonds.some((name) => named.has(`${name} ${text(entry.data, name) ?? ''}`))) chosen.add(hash);
  }
  return chosen;
}
