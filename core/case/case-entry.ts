import type { z } from 'zod';
import { unreachable } from '../errors';
import type { Case } from './case';
import { caseEntries } from './entries';

/** A case and its members: in a storm one takes in twenty thousand alerts, and to ask or add one must not walk the others. */
export interface KeptCase {
  shown: Case;
  readonly members: Set<string>;
  /** Also in `shown.alerts`: the same list. */
  readonly inOrder: string[];
  /** Alerts that a person took out: no rule puts them back. */
  readonly takenOut: Set<string>;
  group: string | null;
}

/** Every case, and by what it is found. */
export interface CaseShelf {
  readonly cases: Map<string, KeptCase>;
  readonly openByAlert: Map<string, string>;
  readonly openByGroup: Map<string, string>;
  /** Alert -> the case with it that was closed last. */
  readonly closedByAlert: Map<string, string>;
}

interface Entry {
  readonly at: number;
  readonly op: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type CaseCode = keyof typeof caseEntries;
type CaseEntry = { [C in CaseCode]: { readonly code: C; readonly data: z.output<(typeof caseEntries)[C]['data']> } }[CaseCode];

function read(code: string, data: Entry['data']): CaseEntry | null {
  if (!Object.hasOwn(caseEntries, code)) return null;
  const known = code as CaseCode;
  // The journal marks what was written late in the data itself (decisions.md 8).
  const { late: _late, happenedAt: _happenedAt, ...own } = data;
  const parsed = caseEntries[known].data.safeParse(own);
  return parsed.success ? ({ code: known, data: parsed.data } as CaseEntry) : null;
}

/** What an entry does to the cases: the id of the one that changed, or null. The same entry twice changes nothing more. */
export function applyCaseEntry(shelf: CaseShelf, { at, op, code, data }: Entry): string | null {
  const entry = read(code, data);
  if (entry === null) return null;
  if (entry.code === 'CASE-OPEN') return begin(shelf, { ...entry.data, alerts: [entry.data.alert], owner: null, at });
  if (entry.code === 'CASE-BEGIN') return begin(shelf, { ...entry.data, owner: op, at });
  const known = shelf.cases.get(entry.data.case);
  if (known === undefined) return null;
  const change = (next: Partial<Case>): string => {
    known.shown = { ...known.shown, ...next };
    return known.shown.id;
  };
  const open = known.shown.state === 'open';
  switch (entry.code) {
    case 'CASE-JOIN':
    case 'CASE-ADD':
      if (!open || known.members.has(entry.data.alert)) return null;
      known.takenOut.delete(entry.data.alert);
      add(shelf, known, entry.data.alert);
      return change({});
    case 'CASE-REMOVE':
      if (!open || !known.members.delete(entry.data.alert)) return null;
      known.takenOut.add(entry.data.alert);
      known.inOrder.splice(known.inOrder.indexOf(entry.data.alert), 1);
      if (shelf.openByAlert.get(entry.data.alert) === known.shown.id) shelf.openByAlert.delete(entry.data.alert);
      return change({});
    case 'CASE-OWN':
      return change({ owner: op });
    case 'CASE-HANDOVER':
      return change({ owner: entry.data.to, handover: { from: op, to: entry.data.to, at, summary: entry.data.summary } });
    case 'CASE-LINK':
      return known.shown.links.some(({ url }) => url === entry.data.url) ? null : change({ links: [...known.shown.links, { url: entry.data.url, what: entry.data.what, by: op, at }] });
    case 'CASE-UNLINK':
      return change({ links: known.shown.links.filter(({ url }) => url !== entry.data.url) });
    case 'CASE-NOTE':
    case 'CASE-EXPORT':
      return null;
    case 'CASE-CLOSE':
      if (!open) return null;
      close(shelf, known);
      return change({ state: 'closed', closedAt: at, verdict: entry.data.verdict, why: entry.data.why, followUps: entry.data.followUps ?? [] });
    case 'CASE-MERGE': {
      const into = shelf.cases.get(entry.data.into);
      if (!open || into === undefined || into === known) return null;
      close(shelf, known);
      for (const alert of known.inOrder) if (!into.members.has(alert)) add(shelf, into, alert);
      into.shown = { ...into.shown, links: [...into.shown.links, ...known.shown.links.filter(({ url }) => !into.shown.links.some((link) => link.url === url))] };
      return change({ state: 'closed', closedAt: at, verdict: 'duplicate', why: entry.data.into, mergedInto: entry.data.into });
    }
    case 'CASE-REOPEN':
      if (open || known.shown.mergedInto !== null) return null;
      for (const alert of known.inOrder) if (!shelf.openByAlert.has(alert)) shelf.openByAlert.set(alert, known.shown.id);
      if (known.group !== null && !shelf.openByGroup.has(known.group)) shelf.openByGroup.set(known.group, known.shown.id);
      return change({ state: 'open', closedAt: null, verdict: null, why: null, reopened: known.shown.reopened + 1 });
    default:
      return unreachable(entry);
  }
}

interface Begun {
  readonly case: string;
  readonly title: string;
  readonly grade: Case['grade'];
  readonly alerts: readonly string[];
  readonly group?: string | undefined;
  readonly owner: string | null;
  readonly at: number;
}

function begin(shelf: CaseShelf, made: Begun): string | null {
  if (shelf.cases.has(made.case)) return null;
  const inOrder: string[] = [];
  const shown: Case = {
    ...{ id: made.case, title: made.title, grade: made.grade, state: 'open', openedAt: made.at, closedAt: null, owner: made.owner, alerts: inOrder },
    ...{ verdict: null, why: null, followUps: [], links: [], handover: null, mergedInto: null, reopened: 0 },
  };
  const kept: KeptCase = { shown, members: new Set(), inOrder, takenOut: new Set(), group: made.group ?? null };
  shelf.cases.set(made.case, kept);
  if (kept.group !== null) shelf.openByGroup.set(kept.group, made.case);
  for (const alert of made.alerts) add(shelf, kept, alert);
  return made.case;
}

function add(shelf: CaseShelf, kept: KeptCase, alert: string): void {
  kept.members.add(alert);
  kept.inOrder.push(alert);
  if (kept.shown.state === 'open') shelf.openByAlert.set(alert, kept.shown.id);
}

/** What the case gathered is free again: for another case, or for this one when it is opened anew. */
function close(shelf: CaseShelf, kept: KeptCase): void {
  const { id } = kept.shown;
  for (const alert of kept.inOrder) {
    if (shelf.openByAlert.get(alert) === id) shelf.openByAlert.delete(alert);
    shelf.closedByAlert.set(alert, id);
  }
  if (kept.group !== null && shelf.openByGroup.get(kept.group) === id) shelf.openByGroup.delete(kept.group);
}
