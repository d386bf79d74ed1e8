import type { z } from 'zod';
import type { CaseEvent, Case } from './case';
import { caseEntries } from './entries';
import { sentence } from '../journal/codes';

/** A journal entry as the timeline needs it. */
export interface Recorded {
  readonly at: number;
  readonly op: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Codes that a machine's eyes write: the timeline greys them, and nobody is named for them. */
const machineCodes = new Set(['ALERT-FIRED', 'ALERT-RESOLVED', 'ALERT-OVERDUE', 'ALERT-UNMATCHED', 'CASE-OPEN', 'CASE-JOIN']);

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
  timeline(id: string): readonly CaseEvent[];
  /** When the last case with this alert was closed, epoch ms. */
  lastClosed(alert: string): number | null;
  own(alert: string, by: string): string | null;
  nextId(day: string): string;
}

export function createCaseBook(): CaseBook {
  const cases = new Map<string, Case>();
  // In a storm one case takes in twenty thousand alerts: to ask or to add one must not walk or copy the others.
  const members = new Map<string, { readonly has: Set<string>; readonly inOrder: string[] }>();
  const closedAt = new Map<string, number>();
  const openByAlert = new Map<string, string>();
  const events = new Map<string, CaseEvent[]>();

  const note = (subject: string, entry: Recorded): void => {
    const { at, op, code, data } = entry;
    const who = machineCodes.has(code) ? '' : op;
    const list = events.get(subject) ?? [];
    list.push({ at, who, code, en: sentence(code, op, data, 'en'), ko: sentence(code, op, data, 'ko') });
    events.set(subject, list);
  };

  const apply = (entry: Recorded): string | null => {
    switch (entry.code) {
      case 'CASE-OPEN': {
        const data = read('CASE-OPEN', entry.data);
        if (data === null || cases.has(data.case)) return null;
        const { title, grade, alert } = data;
        const inOrder = [alert];
        members.set(data.case, { has: new Set(inOrder), inOrder });
        cases.set(data.case, { id: data.case, title, grade, state: 'open', openedAt: entry.at, closedAt: null, owner: null, alerts: inOrder, verdict: null, why: null });
        openByAlert.set(alert, data.case);
        return data.case;
      }
      case 'CASE-JOIN': {
        const data = read('CASE-JOIN', entry.data);
        const known = data === null ? undefined : cases.get(data.case);
        const joined = members.get(known?.id ?? '');
        if (data === null || known === undefined || joined === undefined || known.state === 'closed' || joined.has.has(data.alert)) return null;
        joined.has.add(data.alert);
        joined.inOrder.push(data.alert);
        cases.set(known.id, { ...known });
        openByAlert.set(data.alert, known.id);
        return known.id;
      }
      case 'CASE-CLOSE': {
        const data = read('CASE-CLOSE', entry.data);
        const known = data === null ? undefined : cases.get(data.case);
        if (data === null || known === undefined || known.state === 'closed') return null;
        cases.set(known.id, { ...known, state: 'closed', closedAt: entry.at, verdict: data.verdict, why: data.why });
        for (const alert of known.alerts) {
          if (openByAlert.get(alert) === known.id) openByAlert.delete(alert);
          closedAt.set(alert, Math.max(closedAt.get(alert) ?? entry.at, entry.at));
        }
        return known.id;
      }
      case 'ALERT-ACK':
        return own(String(entry.data['alert']), entry.op);
      default:
        return null;
    }
  };

  const own = (alert: string, by: string): string | null => {
    const known = cases.get(openByAlert.get(alert) ?? '');
    if (known === undefined) return null;
    cases.set(known.id, { ...known, owner: by });
    return known.id;
  };

  /** From the end of the case before with the same alert until this one's own end. */
  const spanOf = (known: Case, alert: string): { readonly after: number; readonly until: number } => {
    const before = [...cases.values()].filter((other) => other.id !== known.id && other.closedAt !== null && other.closedAt <= known.openedAt && members.get(other.id)?.has.has(alert) === true);
    return { after: Math.max(-Infinity, ...before.map((other) => other.closedAt ?? -Infinity)), until: known.closedAt ?? Infinity };
  };

  return {
    take(entry) {
      const changed = apply(entry);
      const caseId = entry.data['case'] ?? entry.data['caseId'];
      const alert = entry.data['alert'];
      if (typeof caseId === 'string') note(`case ${caseId}`, entry);
      else if (typeof alert === 'string') note(`alert ${alert}`, entry);
      return changed ?? (typeof caseId === 'string' ? caseId : typeof alert === 'string' ? (openByAlert.get(alert) ?? null) : null);
    },
    apply,
    get: (id) => cases.get(id) ?? null,
    lastClosed: (alert) => closedAt.get(alert) ?? null,
    list: () => [...cases.values()].sort((a, b) => Number(a.state === 'closed') - Number(b.state === 'closed') || b.openedAt - a.openedAt),
    openCaseOf: (alert) => openByAlert.get(alert) ?? null,
    timeline(id) {
      const known = cases.get(id);
      if (known === undefined) return [];
      const ofAlerts = known.alerts.flatMap((alert) => {
        const { after, until } = spanOf(known, alert);
        return (events.get(`alert ${alert}`) ?? []).filter((event) => event.at > after && event.at <= until);
      });
      return [...ofAlerts, ...(events.get(`case ${id}`) ?? [])].sort((a, b) => a.at - b.at);
    },
    own,
    nextId(day) {
      const numbers = [...cases.keys()].filter((id) => id.startsWith(`${day}/`)).map((id) => Number(id.slice(day.length + 1)));
      return `${day}/${Math.max(0, ...numbers) + 1}`;
    },
  };
}

type CaseCode = keyof typeof caseEntries;

function read<C extends CaseCode>(code: C, data: Recorded['data']): z.output<(typeof caseEntries)[C]['data']> | null {
  // The journal marks what was written late in the data itself (decisions.md 8).
  const { late: _late, happenedAt: _happenedAt, ...own } = data;
  const parsed = caseEntries[code].data.safeParse(own);
  return parsed.success ? (parsed.data as z.output<(typeof caseEntries)[C]['data']>) : null;
}
