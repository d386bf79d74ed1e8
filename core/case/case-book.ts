import type { Case, CaseEvent } from './case';
import { applyCaseEntry, caseNamed, type CaseShelf, type KeptCase } from './case-entry';
import { birthName } from './case-name';
import { sentence } from '../journal/codes';
import type { Entry } from '../journal/entry';
import { entryOrder } from '../journal/entry-order';

/** A journal entry as the timeline needs it. */
export interface Recorded {
  readonly at: number;
  readonly op: string;
  /** `<operator>.<device>` */
  readonly writer: string;
  /** Its place among everybody's entries (core/journal/entry-order.ts). */
  readonly order: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A journal's entry, with its place among everybody's. */
export function recordedOf({ at, op, dev, seq, hlc, code, data }: Pick<Entry, 'at' | 'op' | 'dev' | 'seq' | 'hlc' | 'code' | 'data'>): Recorded {
  const writer = `${op}.${dev}`;
  return { at, op, writer, order: entryOrder({ hlc, writer, seq }), code, data };
}

/** What was decided here and has no entry yet. */
export type Decided = Omit<Recorded, 'order' | 'writer'>;

/** Codes that a machine's eyes write: the timeline greys them, and nobody is named for them. */
const machineCodes = new Set(['ALERT-FIRED', 'ALERT-RESOLVED', 'ALERT-OVERDUE', 'ALERT-UNMATCHED', 'ALERT-ACK-LAPSED', 'ALERT-WORSE', 'ALERT-HELD', 'ALERT-DUE', 'CASE-OPEN', 'CASE-JOIN']);

/**
 * The cases as the journals of all consoles tell them: entries go in, in whatever order they arrive, and what comes out
 * is what they say in their own order. Of acts that contradict each other the later one counts; both are in the timeline.
 */
export interface CaseBook {
  /** Takes an entry; the id of the case that changed, or null. Taking one twice changes nothing. */
  take(entry: Recorded): string | null;
  /** Takes and takes back several at once, of other consoles; the ids of the cases that changed. */
  takeAll(added: readonly Recorded[], removed: readonly Recorded[]): readonly string[];
  /** The same without the timeline: what was decided here stands before its entry is written, and as the last of all. */
  apply(entry: Decided): string | null;
  get(id: string): Case | null;
  /** Newest first, open ones before closed ones. */
  list(): readonly Case[];
  /** What a case is called here that the entries of another console name. */
  idOf(writer: string, id: string): string | null;
  /** The open case that an alert belongs to. */
  openCaseOf(alert: string): string | null;
  /** Whether a person took the alert out of the case. */
  wasTakenOut(id: string, alert: string): boolean;
  /** The open case that gathers what has this group. */
  openCaseOfGroup(group: string): string | null;
  timeline(id: string): readonly CaseEvent[];
  /** The case with this alert that was closed last. */
  lastClosed(alert: string): Case | null;
  nextId(day: string): string;
}

/** @param own this console's writer */
export function createCaseBook(own: string): CaseBook {
  const shelf: CaseShelf = { cases: new Map(), openByAlert: new Map(), openByGroup: new Map(), closedByAlert: new Map(), names: new Map(), plain: new Map() };
  const { cases, openByAlert, openByGroup, closedByAlert } = shelf;
  /** What changes cases, in order. */
  let log: Recorded[] = [];
  const pending: Decided[] = [];
  const taken = new Set<string>();
  const events = new Map<string, (CaseEvent & { readonly order: string })[]>();

  const subjectOf = ({ writer, data }: Recorded): string | null => {
    const caseId = data['case'] ?? data['caseId'];
    if (typeof caseId === 'string') return `case ${birthName(writer, caseId)}`;
    return typeof data['alert'] === 'string' ? `alert ${data['alert']}` : null;
  };

  const note = (subject: string, entry: Recorded): void => {
    const { at, op, order, code, data } = entry;
    const byMachine = machineCodes.has(code) || (code === 'CASE-REOPEN' && data['alert'] !== '');
    const list = events.get(subject) ?? [];
    list.push({ order, at, who: byMachine ? '' : op, code, en: sentence(code, op, data, 'en'), ko: sentence(code, op, data, 'ko') });
    events.set(subject, list);
  };

  /** From the end of the case before with the same alert until this one's own end. */
  const spanOf = (known: KeptCase, alert: string): { readonly after: number; readonly until: number } => {
    const before = [...cases.values()].filter(({ shown, members }) => shown.id !== known.shown.id && shown.closedAt !== null && shown.closedAt <= known.shown.openedAt && members.has(alert));
    return { after: Math.max(-Infinity, ...before.map(({ shown }) => shown.closedAt ?? -Infinity)), until: known.shown.closedAt ?? Infinity };
  };

  /** Whether a subject of the timeline is this case: subjects are kept as they were spoken of. */
  const isCalled = (subject: string, id: string): boolean => {
    const [, writer = '', name = ''] = subject.split(' ', 3);
    return caseNamed(shelf, writer, name) === id;
  };

  const ownEvents = (id: string): readonly CaseEvent[] => {
    const merged = [...cases.values()].filter(({ shown }) => shown.mergedInto === id);
    const called = [...events.keys()].filter((subject) => subject.startsWith('case ') && isCalled(subject, id));
    return [...called.flatMap((subject) => events.get(subject) ?? []), ...merged.flatMap(({ shown }) => ownEvents(shown.id))];
  };

  const change = (entry: Omit<Recorded, 'order'>): string | null => {
    const alert = entry.data['alert'];
    if (entry.code !== 'ALERT-ACK' || typeof alert !== 'string') return applyCaseEntry(shelf, entry, own);
    // Whoever has the alert has its case.
    const known = cases.get(openByAlert.get(alert) ?? '');
    if (known === undefined) return null;
    known.shown = { ...known.shown, owner: entry.op };
    return known.shown.id;
  };

  const tellAnew = (): void => {
    log.sort((a, b) => (a.order < b.order ? -1 : 1));
    for (const map of [cases, openByAlert, openByGroup, closedByAlert, shelf.names, shelf.plain]) map.clear();
    for (const entry of log) change(entry);
    for (const entry of pending) change({ ...entry, writer: own });
  };

  const changes = ({ code }: Recorded): boolean => code === 'ALERT-ACK' || code.startsWith('CASE-');

  /** The id of the case that an entry is about, as it is called here. */
  const about = (entry: Recorded): string | null => {
    const { data, writer } = entry;
    const caseId = data['case'] ?? data['caseId'];
    if (typeof caseId === 'string') return caseNamed(shelf, writer, caseId);
    return typeof data['alert'] === 'string' ? (openByAlert.get(data['alert']) ?? null) : null;
  };

  /** Whether the entry is new; it is then in the timeline, and in the log where it belongs there. */
  const keep = (entry: Recorded): boolean => {
    if (taken.has(entry.order)) return false;
    taken.add(entry.order);
    const subject = subjectOf(entry);
    // Each console says which alerts joined; the story tells it once.
    if (subject !== null && (entry.writer === own || entry.code !== 'CASE-JOIN')) note(subject, entry);
    if (!changes(entry)) return true;
    if (entry.writer === own) settle(entry);
    log.push(entry);
    return true;
  };

  /** What was decided here has its entry now. */
  const settle = ({ code, data }: Recorded): void => {
    const at = pending.findIndex((each) => each.code === code && each.data['case'] === data['case'] && each.data['alert'] === data['alert']);
    if (at !== -1) pending.splice(at, 1);
  };

  const takeAll = (added: readonly Recorded[], removed: readonly Recorded[]): readonly string[] => {
    const gone = new Set(removed.map(({ order }) => order).filter((order) => taken.delete(order)));
    const before = removed.flatMap((entry) => about(entry) ?? []);
    for (const entry of removed) {
      const subject = subjectOf(entry) ?? '';
      const kept = events.get(subject)?.filter(({ order }) => !gone.has(order));
      if (kept !== undefined) events.set(subject, kept);
    }
    log = log.filter(({ order }) => !gone.has(order));
    const fresh = added.filter(keep);
    if (gone.size > 0 || fresh.some(changes)) tellAnew();
    return [...new Set([...before, ...fresh.flatMap((entry) => about(entry) ?? [])])];
  };

  return {
    take(entry) {
      const isNewest = entry.order > (log.at(-1)?.order ?? '');
      if (keep(entry) && changes(entry)) {
        if (isNewest) change(entry);
        else tellAnew();
      }
      return about(entry);
    },
    takeAll,
    apply(entry) {
      const changed = change({ ...entry, writer: own });
      if (changed !== null) pending.push(entry);
      return changed;
    },
    get: (id) => cases.get(id)?.shown ?? null,
    idOf: (writer, id) => caseNamed(shelf, writer, id),
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
      return [...ofAlerts, ...ownEvents(id)].sort((a, b) => a.at - b.at).map(({ at, who, code, en, ko }) => ({ at, who, code, en, ko }));
    },
    nextId(day) {
      const numbers = [...cases.keys()].filter((id) => id.startsWith(`${day}/`)).map((id) => Number.parseInt(id.slice(day.length + 1), 10));
      return `${day}/${Math.max(0, ...numbers) + 1}`;
    },
  };
}
