import type { z } from 'zod';
import { unreachable } from '../errors';
import type { Case } from './case';
import { birthName, foreignId, isForeignId } from './case-name';
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
  /** What the writer of an entry calls a case (core/case/case-name.ts) -> what it is called here. */
  readonly names: Map<string, string>;
  /** A plain id -> the case that was called so first, whoever opened it. */
  readonly plain: Map<string, string>;
}

/** What a case is called here that `writer` speaks of: one that they opened, or else the first that was called so. */
export function caseNamed({ names, plain }: CaseShelf, writer: string, id: string): string | null {
  return names.get(birthName(writer, id)) ?? plain.get(id) ?? null;
}

interface Entry {
  readonly at: number;
  readonly op: string;
  readonly writer: string;
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

/**
 * What an entry does to the cases: the id of the one that changed, or null. The same entry twice changes nothing more.
 * @param own this console's writer: the cases that it opened keep the name that it gave them
 */
export function applyCaseEntry(shelf: CaseShelf, { at, op, writer, code, data }: Entry, own: string): string | null {
  const entry = read(code, data);
  if (entry === null) return null;
  const name = birthName(writer, entry.data.case);
  const here = writer === own ? entry.data.case : foreignId(writer, entry.data.case);
  if (entry.code === 'CASE-OPEN') {
    // Two consoles that saw the same trouble opened a case each, before either knew of the other's: it is one.
    const same = shelf.openByAlert.get(entry.data.alert) ?? groupCase(shelf, entry.data);
    if (same !== undefined && !shelf.names.has(name)) return join(shelf, { name, here, same, alert: entry.data.alert, isOwn: writer === own });
    return begin(shelf, name, { ...entry.data, case: here, alerts: [entry.data.alert], owner: null, at });
  }
  if (entry.code === 'CASE-BEGIN') return begin(shelf, name, { ...entry.data, case: here, alerts: entry.data.alerts.filter((alert) => !shelf.openByAlert.has(alert)), owner: op, at });
  const known = shelf.cases.get(caseNamed(shelf, writer, entry.data.case) ?? '');
  if (known === undefined) return null;
  const change = (next: Partial<Case>): string => {
    known.shown = { ...known.shown, ...next };
    return known.shown.id;
  };
  const open = known.shown.state === 'open';
  switch (entry.code) {
    case 'CASE-JOIN':
    case 'CASE-ADD':
      // What another open case took in first stays there.
      if (!open || shelf.openByAlert.has(entry.data.alert)) return null;
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
      const into = restOf(shelf, caseNamed(shelf, writer, entry.data.into));
      // It was closed, or merged the other way round, by somebody who did not know of this: better one case too many than none.
      if (!open || into === undefined || into === known || into.shown.state === 'closed') return null;
      close(shelf, known);
      for (const alert of known.inOrder) if (!into.members.has(alert)) add(shelf, into, alert);
      into.shown = { ...into.shown, links: [...into.shown.links, ...known.shown.links.filter(({ url }) => !into.shown.links.some((link) => link.url === url))] };
      return change({ state: 'closed', closedAt: at, verdict: 'duplicate', why: into.shown.id, mergedInto: into.shown.id });
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

function begin(shelf: CaseShelf, name: string, made: Begun): string | null {
  if (shelf.names.has(name)) return null;
  shelf.names.set(name, made.case);
  const [, plain = ''] = name.split(' ', 2);
  if (!shelf.plain.has(plain)) shelf.plain.set(plain, made.case);
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

/** The open case of an alert's group, unless a person took the alert out of it. */
function groupCase(shelf: CaseShelf, { alert, group }: { readonly alert: string; readonly group?: string | undefined }): string | undefined {
  const id = shelf.openByGroup.get(group ?? '');
  return id !== undefined && shelf.cases.get(id)?.takenOut.has(alert) === true ? undefined : id;
}

/** A second opening of an open case is another name of it, and another alert. Our own name for it is the one shown. */
function join(shelf: CaseShelf, { name, here, same, alert, isOwn }: { readonly name: string; readonly here: string; readonly same: string; readonly alert: string; readonly isOwn: boolean }): string | null {
  const known = shelf.cases.get(same);
  if (known === undefined) return null;
  if (!shelf.openByAlert.has(alert)) add(shelf, known, alert);
  if (isOwn && isForeignId(same)) rename(shelf, known, here);
  shelf.names.set(name, known.shown.id);
  return known.shown.id;
}

/** The case in which one lives on that was merged into another. No chain of merges comes back to where it began. */
function restOf(shelf: CaseShelf, id: string | null): KeptCase | undefined {
  const known = shelf.cases.get(id ?? '');
  const next = known?.shown.mergedInto ?? null;
  return next === null ? known : restOf(shelf, next);
}

function rename(shelf: CaseShelf, known: KeptCase, to: string): void {
  const from = known.shown.id;
  known.shown = { ...known.shown, id: to };
  shelf.cases.delete(from);
  shelf.cases.set(to, known);
  for (const map of [shelf.openByAlert, shelf.openByGroup, shelf.closedByAlert, shelf.names, shelf.plain]) {
    for (const [key, id] of map) if (id === from) map.set(key, to);
  }
  for (const other of shelf.cases.values()) if (other.shown.mergedInto === from) other.shown = { ...other.shown, mergedInto: to, why: to };
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
