import type { z } from 'zod';
import { alertEntries } from './entries';
import { anew, goneAfter, type AlertRecord } from './record';
import { isAbout, notYetOrdered, type Deed, type DeedCode } from './deed';
import { newRecord, refired, resolved } from './sighting';
import { inOrder, withDeeds } from './with-deeds';

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

/** Where an entry stands: whose it is, when it was done, and its order among everybody's (core/journal/entry-order.ts). */
export interface Place {
  readonly op: string;
  readonly at: number;
  /** Absent for what was done here and has no entry yet. */
  readonly order?: string;
}

/**
 * What an entry of this console's own journal does to its alert. The desk applies this right after the journal took the
 * entry and again for the whole journal at start, so that what people did cannot differ between the two.
 */
export function recorded(record: AlertRecord | null, entry: AlertEntry, place: Place): AlertRecord {
  const { at } = place;
  if (entry.code === 'ALERT-FIRED') return fired(record, entry.data, at);
  const known = record ?? strangerRecord(entry.data, at);
  switch (entry.code) {
    case 'ALERT-RESOLVED':
      return known.open ? resolved(known, at) : known;
    case 'ALERT-OVERDUE':
      return { ...known, done: { ...known.done, overdue: true, told: true, warnedAt: at, rangAt: at, owedFrom: null } };
    case 'ALERT-UNMATCHED':
      return { ...known, done: { ...known.done, unmatched: true, told: true, rangAt: at, owedFrom: null } };
    case 'ALERT-TOLD':
    case 'ALERT-NOT-TOLD':
      return known;
    case 'ALERT-UNACK-THERE':
      return known.ack?.there === entry.data.source ? withDeed({ ...known, done: anew(known.done) }, entry.code, entry.data, place) : known;
    case 'ALERT-HELD':
      return { ...known, done: { ...known.done, held: true } };
    case 'ALERT-DUE':
      return { ...known, done: { ...known.done, warnedAt: at, ...(entry.data.before === 'night' ? { dueAtNight: true } : { dueSoon: true }) } };
    case 'ALERT-ACK-LAPSED':
    case 'ALERT-WORSE':
      return withDeed({ ...known, done: anew(known.done) }, entry.code, entry.data, place);
    case 'ALERT-UNACK':
      return givenBack(known, withDeed(known, entry.code, entry.data, place), at);
    case 'ALERT-GRADE':
    case 'ALERT-UNGRADE':
    case 'ALERT-ACK':
    case 'ALERT-ACK-THERE':
    case 'ALERT-SNOOZE':
    case 'ALERT-UNSNOOZE':
    case 'ALERT-NOTE':
      return withDeed(known, entry.code, entry.data, place);
  }
}

/** Whoever had it has it no more, and the climb that found them is over: unless somebody takes it, the next is owed from `at` (epoch ms) on. */
export function givenBack(before: AlertRecord, after: AlertRecord, at: number): AlertRecord {
  return before.ack === null || after.ack !== null ? after : { ...after, done: { ...after.done, owedFrom: at } };
}

/** The deed that an entry is, for its alert. */
export function deedOf(code: DeedCode, data: object, { op, at, order = notYetOrdered }: Place): Deed {
  const { alert: _alert, title: _title, ...own } = data as Record<string, unknown>;
  return { order, by: op, at, code, data: own, over: false };
}

function withDeed(record: AlertRecord, code: DeedCode, data: object, place: Place): AlertRecord {
  const weighed = withDeeds({ ...record, deeds: [...inOrder([...record.deeds, deedOf(code, data, place)])] }, []);
  // What others did is not known here: an ack or a note of ours takes nobody's grade away, nor what was said of its deadline.
  return isAbout(code, 'grade') ? weighed : { ...weighed, verdict: record.verdict, done: record.done };
}

/** The first deed of this kind that has no entry yet has one now. */
export function ordered(record: AlertRecord, code: DeedCode, order: string): AlertRecord | null {
  const index = record.deeds.findIndex((deed) => deed.order === notYetOrdered && deed.code === code);
  const found = record.deeds[index];
  if (found === undefined) return null;
  return { ...record, deeds: [...inOrder(record.deeds.with(index, { ...found, order }))] };
}

function fired(record: AlertRecord | null, data: DataOf<'ALERT-FIRED'>, at: number): AlertRecord {
  const known = record === null ? newRecord(data.cluster, data.fingerprint, at, data.startsAt) : record.open ? record : refired(record, at, data.startsAt);
  const isUrgent = data.grade === '911' || data.grade === 'ungraded';
  return {
    ...known,
    title: data.title,
    labels: Object.keys(known.labels).length > 0 ? known.labels : data.labels,
    source: data.source,
    startsAt: data.startsAt,
    holders: known.holders[data.source] ? known.holders : { ...known.holders, [data.source]: { missed: 0, sure: false, suppressed: false } },
    // It was told when it was written; a console that starts again does not wake anybody for what is known.
    done: { ...known.done, fired: true, ...(isUrgent ? { told: true, rangAt: known.done.rangAt ?? at } : {}) },
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
  const { deeds } = journalled;
  const { told, rangAt, owedFrom, calledAt } = stored.done;
  const reopened = stored.open && stored.seenAt > (journalled.resolvedAt ?? Infinity);
  const open = journalled.done.fired ? journalled.open || reopened : stored.open;
  const joined = {
    ...stored,
    ...{ deeds, open },
    ackFrom: Math.max(stored.ackFrom, journalled.ackFrom),
    gradeFrom: Math.max(stored.gradeFrom, journalled.gradeFrom),
    days: mostOf(stored.days, journalled.days),
    holders: { ...journalled.holders, ...stored.holders },
    ...(journalled.done.fired && journalled.open ? { firedAt: journalled.firedAt, countsFrom: Math.max(stored.countsFrom, journalled.countsFrom) } : { firedAt: stored.firedAt, countsFrom: stored.countsFrom }),
    count: Math.max(stored.count, journalled.count),
    resolvedAt: open ? null : (stored.resolvedAt ?? journalled.resolvedAt),
    // What was said of a firing that the store knows is what it says: the journal can only suppose.
    done: { ...journalled.done, ...(stored.open ? { told, rangAt, owedFrom, calledAt } : {}) },
    verdict: journalled.verdict,
  };
  return withDeeds(joined, []);
}

/** The journal leaves firings out in a storm, the store may have been deleted: whichever knows more of a day is right. */
function mostOf(one: AlertRecord['days'], two: AlertRecord['days']): AlertRecord['days'] {
  const days = { ...one };
  for (const [day, count] of Object.entries(two)) days[day] = Math.max(days[day] ?? 0, count);
  return days;
}

/** The store is no proof that somebody acted: without a journal entry there was no act. */
function withoutActs(stored: AlertRecord): AlertRecord {
  return { ...stored, ack: null, snooze: null, verdict: null, notes: [], noises: [], deeds: [], done: { ...stored.done, fired: false } };
}
