import type { z } from 'zod';
import { alertEntries } from './entries';
import { goneAfter, type AlertRecord } from './record';
import { newRecord, refired, resolved } from './sighting';

export type AlertEntryCode = Extract<keyof typeof alertEntries, `ALERT-${string}`>;
type DataOf<C extends AlertEntryCode> = z.infer<(typeof alertEntries)[C]['data']>;

/** A journal entry about one alert, as data: the same on the way in and when it is read again. */
export type AlertEntry = { [C in Exclude<AlertEntryCode, 'ALERT-STORM'>]: { readonly code: C; readonly data: DataOf<C> } }[Exclude<
  AlertEntryCode,
  'ALERT-STORM'
>];

/** Reads an entry of any code; null where it is not about one alert or from a version that wrote it differently. */
export function readAlertEntry(code: string, data: Readonly<Record<string, unknown>>): AlertEntry | null {
  if (!Object.hasOwn(alertEntries, code) || !code.startsWith('ALERT-') || code === 'ALERT-STORM') return null;
  const known = code as AlertEntry['code'];
  // The journal marks what was written late in the data itself (decisions.md 8).
  const { late: _late, happenedAt: _happenedAt, ...own } = data;
  const read = alertEntries[known].data.safeParse(own);
  return read.success ? ({ code: known, data: read.data } as AlertEntry) : null;
}

/**
 * What an entry does to its alert. The desk applies this right after the journal took the entry and again for the whole
 * journal at start, so that what people did cannot differ between the two.
 */
export function recorded(record: AlertRecord | null, entry: AlertEntry, op: string, at: number): AlertRecord {
  if (entry.code === 'ALERT-FIRED') return fired(record, entry.data, at);
  const known = record ?? strangerRecord(entry.data, at);
  switch (entry.code) {
    case 'ALERT-RESOLVED':
      return known.open ? resolved(known, at) : known;
    case 'ALERT-OVERDUE':
      return { ...known, done: { ...known.done, overdue: true } };
    case 'ALERT-UNMATCHED':
      return { ...known, done: { ...known.done, unmatched: true } };
    case 'ALERT-GRADE':
      return {
        ...known,
        verdict: { grade: entry.data.grade, who: op, why: entry.data.why, at },
        noises: judged(withoutVerdict(known), entry.data, at),
        done: { ...known.done, ...notDue },
      };
    case 'ALERT-UNGRADE':
      return { ...known, verdict: null, noises: withoutVerdict(known), done: { ...known.done, ...notDue } };
    case 'ALERT-ACK':
      return { ...known, ack: { by: op, at, until: entry.data.until ?? null } };
    case 'ALERT-ACK-THERE':
      return { ...known, ack: known.ack ?? { by: entry.data.by, at, until: null, there: entry.data.source } };
    case 'ALERT-UNACK-THERE':
      return known.ack?.there === entry.data.source ? { ...known, ack: null, done: { ...known.done, told: false } } : known;
    case 'ALERT-TOLD':
    case 'ALERT-NOT-TOLD':
      return known;
    case 'ALERT-ACK-LAPSED':
      return { ...known, ack: null, done: { ...known.done, told: false } };
    case 'ALERT-WORSE':
      return { ...known, snooze: null, done: { ...known.done, told: false } };
    case 'ALERT-HELD':
      return { ...known, done: { ...known.done, held: true } };
    case 'ALERT-DUE':
      return { ...known, done: { ...known.done, ...(entry.data.before === 'night' ? { dueAtNight: true } : { dueSoon: true }) } };
    case 'ALERT-UNACK':
      return { ...known, ack: null };
    case 'ALERT-SNOOZE':
      return { ...known, snooze: { by: op, at, until: entry.data.until, why: entry.data.why, worse: entry.data.worse ?? null } };
    case 'ALERT-UNSNOOZE':
      return { ...known, snooze: null };
    case 'ALERT-NOTE':
      return { ...known, notes: [...known.notes, { at, by: op, text: entry.data.text }] };
  }
}

/** A person's grade starts a 912's hours anew, and its warnings. */
const notDue = { overdue: false, dueSoon: false, dueAtNight: false } as const;

/** More verdicts than this say nothing new about an alert. */
const mostNoises = 200;

function judged(noises: AlertRecord['noises'], { grade, reason }: DataOf<'ALERT-GRADE'>, at: number): AlertRecord['noises'] {
  return grade === 'noise' ? [...noises, { at, reason: reason ?? ('other' as const) }].slice(-mostNoises) : noises;
}

/** A verdict that is taken back, or given anew about the same firing, was none. */
function withoutVerdict({ verdict, noises }: AlertRecord): AlertRecord['noises'] {
  return verdict?.grade === 'noise' ? noises.filter(({ at }) => at !== verdict.at) : noises;
}

function fired(record: AlertRecord | null, data: DataOf<'ALERT-FIRED'>, at: number): AlertRecord {
  const known = record === null ? newRecord(data.cluster, data.fingerprint, at) : record.open ? record : refired(record, at);
  return {
    ...known,
    title: data.title,
    labels: Object.keys(known.labels).length > 0 ? known.labels : data.labels,
    source: data.source,
    startsAt: data.startsAt,
    holders: known.holders[data.source] ? known.holders : { ...known.holders, [data.source]: { missed: 0, sure: false, suppressed: false } },
    // It was told when it was written; a console that starts again does not wake anybody for what is known.
    done: { ...known.done, fired: true, told: true },
  };
}

/** An act on an alert whose firing was never written (an old journal, a cut one): better a bare line than a lost act. */
function strangerRecord(data: { readonly alert: string; readonly title: string }, at: number): AlertRecord {
  const slash = data.alert.indexOf('/');
  return { ...newRecord(data.alert.slice(0, Math.max(slash, 0)), data.alert.slice(slash + 1), at), title: data.title };
}

/** At start: machines' facts as the store last had them, people's acts as the journal has them. All of it unproven. */
export function joinRecords(stored: AlertRecord | null, journalled: AlertRecord | null): AlertRecord | null {
  const record = stored === null ? journalled : journalled === null ? withoutActs(stored) : merged(stored, journalled);
  if (record === null) return null;
  const holders = Object.fromEntries(
    Object.entries(record.holders).map(([name, holder]) => [name, { ...holder, sure: false, missed: Math.min(holder.missed, goneAfter - 1) }]),
  );
  return { ...record, holders };
}

function merged(stored: AlertRecord, journalled: AlertRecord): AlertRecord {
  const { ack, snooze, verdict, notes, noises } = journalled;
  const reopened = stored.open && stored.seenAt > (journalled.resolvedAt ?? Infinity);
  const open = journalled.done.fired ? journalled.open || reopened : stored.open;
  return {
    ...stored,
    ...{ ack, snooze, verdict, notes, noises, open },
    days: mostOf(stored.days, journalled.days),
    holders: { ...journalled.holders, ...stored.holders },
    firedAt: journalled.done.fired && journalled.open ? journalled.firedAt : stored.firedAt,
    count: Math.max(stored.count, journalled.count),
    resolvedAt: open ? null : (stored.resolvedAt ?? journalled.resolvedAt),
    done: { ...journalled.done, told: stored.done.told || journalled.done.told },
  };
}

/** The journal leaves firings out in a storm, the store may have been deleted: whichever knows more of a day is right. */
function mostOf(one: AlertRecord['days'], two: AlertRecord['days']): AlertRecord['days'] {
  const days = { ...one };
  for (const [day, count] of Object.entries(two)) days[day] = Math.max(days[day] ?? 0, count);
  return days;
}

/** The store is no proof that somebody acted: without a journal entry there was no act. */
function withoutActs(stored: AlertRecord): AlertRecord {
  return { ...stored, ack: null, snooze: null, verdict: null, notes: [], noises: [], done: { ...stored.done, fired: false } };
}
