import type { Case, CaseEvent } from './case';
import { applyCaseEntry, type CaseShelf, type KeptCase } from './case-entry';
import { sentence } from '../journal/codes';

/** A journal entry as the timeline needs it. */
export interface Recorded {
  readonly at: number;
  readonly op: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Codes that a machine's eyes write: the timeline greys them, and nobody is named for them. */
const machineCodes = new Set(['ALERT-FIRED', 'ALERT-RESOLVED', 'ALERT-OVERDUE', 'ALERT-UNMATCHED', 'ALERT-ACK-LAPSED', 'ALERT-WORSE', 'ALERT-HELD', 'ALERT-DUE', 'CASE-OPEN', 'CASE-JOIN']);

/** The cases as the journal tells them: entries go in, in order, cases and timelines come out. */
export interface CaseBook {
  /** Takes an entry; the id of the case that changed, or null. Taking one twice changes nothing but the timeline. */
  take(entry: Recorded): string | null;
  /** The same without the timeline: what was decided here stands before its entry is written. */
  apply(entry: Recorded): string | null;
  get(id: string): Case | null;
  /** Newest first, open ones before closed ones. */
  list(): readonly Case[];
  /** The open case that an alert belongs to. */
  openCaseOf(alert: string): string | null;
  /** Whether a person took the alert out of the case. */
  wasTakenOut(id: string, alert: string): boolean;
  /** The open case that gathers what has this group. */
  openCaseOfGroup(group: string): string | null;
  timeline(id: string): readonly CaseEvent[];
  /** The case with this alert that was closed last. */
  lastClosed(alert: string): Case | null;
  own(alert: string, by: string): string | null;
  nextId(day: string): string;
}

export function createCaseBook(): CaseBook {
  const shelf: CaseShelf = { cases: new Map(), openByAlert: new Map(), openByGroup: new Map(), closedByAlert: new Map() };
  const { cases, openByAlert, openByGroup, closedByAlert } = shelf;
  const events = new Map<string, CaseEvent[]>();

  const note = (subject: string, entry: Recorded): void => {
    const { at, op, code, data } = entry;
    const byMachine = machineCodes.has(code) || (code === 'CASE-REOPEN' && data['alert'] !== '');
    const list = events.get(subject) ?? [];
    list.push({ at, who: byMachine ? '' : op, code, en: sentence(code, op, data, 'en'), ko: sentence(code, op, data, 'ko') });
    events.set(subject, list);
  };

  /** From the end of the case before with the same alert until this one's own end. */
  const spanOf = (known: KeptCase, alert: string): { readonly after: number; readonly until: number } => {
    const before = [...cases.values()].filter(({ shown, members }) => shown.id !== known.shown.id && shown.closedAt !== null && shown.closedAt <= known.shown.openedAt && members.has(alert));
    return { after: Math.max(-Infinity, ...before.map(({ shown }) => shown.closedAt ?? -Infinity)), until: known.shown.closedAt ?? Infinity };
  };

  const ownEvents = (id: string): readonly CaseEvent[] => {
    const merged = [...cases.values()].filter(({ shown }) => shown.mergedInto === id);
    return [...(events.get(`case ${id}`) ?? []), ...merged.flatMap(({ shown }) => ownEvents(shown.id))];
  };

  const changedBy = (entry: Recorded): string | null => {
    const alert = entry.data['alert'];
    return entry.code === 'ALERT-ACK' && typeof alert === 'string' ? own(alert, entry.op) : applyCaseEntry(shelf, entry);
  };

  const own = (alert: string, by: string): string | null => {
    const known = cases.get(openByAlert.get(alert) ?? '');
    if (known === undefined) return null;
    known.shown = { ...known.shown, owner: by };
    return known.shown.id;
  };

  return {
    take(entry) {
      const changed = changedBy(entry);
      const caseId = entry.data['case'] ?? entry.data['caseId'];
      const alert = entry.data['alert'];
      if (typeof caseId === 'string') note(`case ${caseId}`, entry);
      else if (typeof alert === 'string') note(`alert ${alert}`, entry);
      return changed ?? (typeof caseId === 'string' ? caseId : typeof alert === 'string' ? (openByAlert.get(alert) ?? null) : null);
    },
    apply: changedBy,
    get: (id) => cases.get(id)?.shown ?? null,
    lastClosed: (alert) => cases.get(closedByAlert.get(alert) ?? '')?.shown ?? null,
    list: () => [...cases.values()].map(({ shown }) => shown).sort((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || b.openedAt - a.openedAt),
    openCaseOf: (alert) => openByAlert.get(alert) ?? null,
    wasTakenOut: (id, alert) => cases.get(id)?.takenOut.has(alert) === true,
    openCaseOfGroup: (group) => openByGroup.get(group) ?? null,
    timeline(id) {
      const known = cases.get(id);
      if (known === undefined) return [];
      const ofAlerts = known.shown.alerts.flatMap((alert) => {
        const { after, until } = spanOf(known, alert);
        return (events.get(`alert ${alert}`) ?? []).filter((event) => event.at > after && event.at <= until);
      });
      return [...ofAlerts, ...ownEvents(id)].sort((a, b) => a.at - b.at);
    },
    own,
    nextId(day) {
      const numbers = [...cases.keys()].filter((id) => id.startsWith(`${day}/`)).map((id) => Number(id.slice(day.length + 1)));
      return `${day}/${Math.max(0, ...numbers) + 1}`;
    },
  };
}
