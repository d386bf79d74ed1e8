import type { SeenAlert } from './alert';
import { ended } from './deed';
import { withMoment } from './flapping';
import { alertId, goneAfter, nothingDone, type AlertRecord, type Done, type Holder } from './record';
import { withFiring } from './history';

/** One good poll of a source. */
export interface Look {
  readonly source: string;
  readonly cluster: string;
  /** Epoch ms. */
  readonly at: number;
  /** True for five minutes after the source lost its memory: what it does not name is then unknown, not gone. */
  readonly forgetful: boolean;
  /** What the source says is over, by fingerprint: that is no silence, and holds while it is forgetful too. */
  readonly ended?: ReadonlySet<string>;
}

/**
 * An alert that comes back this soon is the same trouble flapping: whoever has it still has it, its hours go on, and
 * nobody is woken twice in a row. Ms.
 */
export const flapWithin = 300_000;

/** The source names the alert. */
export function seen(record: AlertRecord | null, alert: SeenAlert, look: Look): AlertRecord {
  const holder: Holder = { missed: 0, sure: true, suppressed: alert.suppressed };
  const known = record === null ? newRecord(look.cluster, alert.fingerprint, look.at, alert.startsAt) : record.open ? record : refired(record, look.at, alert.startsAt);
  return {
    ...known,
    title: alert.labels['alertname'] ?? alert.fingerprint,
    labels: alert.labels,
    annotations: alert.annotations,
    generatorUrl: alert.generatorUrl ?? null,
    // Two of one cluster take turns naming it; the list must not flicker between them.
    source: known.holders[known.source]?.sure === true ? known.source : look.source,
    startsAt: alert.startsAt,
    count: known.count + Math.max(0, (alert.times ?? 1) - known.times),
    times: Math.max(known.times, alert.times ?? 1),
    seenAt: look.at,
    there: alert.there === undefined ? known.there : { ...alert.there, source: look.source },
    holders: { ...known.holders, [look.source]: holder },
  };
}

/** The source answered that the alert is as it was before. */
export function stillNamed(record: AlertRecord, look: Look): AlertRecord {
  const holder = record.holders[look.source];
  if (holder === undefined || (holder.sure && holder.missed === 0)) return record;
  const source = record.holders[record.source]?.sure === true ? record.source : look.source;
  return { ...record, source, seenAt: look.at, holders: { ...record.holders, [look.source]: { ...holder, missed: 0, sure: true } } };
}

/** The source answered and does not name the alert. */
export function missed(record: AlertRecord, look: Look): AlertRecord {
  const holder = record.holders[look.source];
  if (!record.open || holder === undefined) return record;
  const over = look.ended?.has(record.fingerprint) === true;
  const count = over ? goneAfter : look.forgetful ? 0 : Math.min(holder.missed + 1, goneAfter);
  const next = { ...holder, missed: count, sure: holder.sure && !look.forgetful && count < goneAfter };
  if (next.missed === holder.missed && next.sure === holder.sure) return record;
  const holders = { ...record.holders, [look.source]: next };
  const gone = Object.values(holders).every((each) => each.missed >= goneAfter);
  return gone ? resolved({ ...record, holders }, look.at) : { ...record, holders };
}

/** The source went quiet: what it held may still fire there, nobody can say. */
export function quiet(record: AlertRecord, source: string): AlertRecord {
  const holder = record.holders[source];
  if (holder === undefined || !holder.sure) return record;
  return { ...record, holders: { ...record.holders, [source]: { ...holder, sure: false } } };
}

/** The source was taken out of the configuration: its word no longer counts. */
export function withoutSource(record: AlertRecord, source: string, at: number): AlertRecord {
  if (record.holders[source] === undefined) return record;
  const holders = Object.fromEntries(Object.entries(record.holders).filter(([name]) => name !== source));
  const gone = Object.values(holders).every((each) => each.missed >= goneAfter);
  return record.open && gone ? resolved({ ...record, holders }, at) : { ...record, holders };
}

/**
 * A firing begins: what was done about the one before is history. Another console may have seen this one earlier, and
 * somebody there may have it: what was done from shortly before its beginning on is about it.
 * @param startsAt when it began, as its source says
 */
export function refired(record: AlertRecord, at: number, startsAt: number): AlertRecord {
  const flapping = record.resolvedAt !== null && at - record.resolvedAt >= 0 && at - record.resolvedAt < flapWithin;
  const from = Math.max(record.resolvedAt ?? 0, begun(startsAt, at, record.resolvedAt) - flapWithin);
  return {
    ...record,
    open: true,
    resolvedAt: null,
    firedAt: at,
    countsFrom: flapping ? Math.min(record.countsFrom, at) : at,
    count: record.count + 1,
    times: 1,
    days: withFiring(record.days, at),
    firings: withMoment(record.firings, at),
    holders: {},
    ack: flapping ? record.ack : null,
    verdict: null,
    deeds: flapping ? ended(record.deeds, 'grade') : ended(ended(record.deeds, 'ack'), 'grade'),
    ackFrom: flapping ? record.ackFrom : from,
    gradeFrom: from,
    done: flapping ? blinked(record.done, record.resolvedAt ?? at) : nothingDone,
  };
}

/**
 * What was said of a firing counts for the one after a blink. The climb that looked for somebody ended with it, though:
 * where nobody has it, the next is owed from the last on.
 */
function blinked(done: Done, resolvedAt: number): Done {
  return { ...done, fired: false, held: false, owedFrom: Math.min(done.rangAt ?? resolvedAt, resolvedAt) };
}

/** A person's grade is about this firing alone: what comes back after it counts anew. */
export function resolved(record: AlertRecord, at: number): AlertRecord {
  const over = { ...record, open: false, resolvedAt: at, verdict: null, deeds: ended(record.deeds, 'grade') };
  return record.verdict === null ? over : { ...over, countsFrom: at, done: { ...record.done, overdue: false, unmatched: false, dueSoon: false, dueAtNight: false, calledAt: null } };
}

/** A source's word about when a firing began, where it can be about this firing. */
function begun(startsAt: number, at: number, resolvedAt: number | null): number {
  return startsAt <= at && startsAt > (resolvedAt ?? 0) ? startsAt : at;
}

export function newRecord(cluster: string, fingerprint: string, at: number, startsAt = at): AlertRecord {
  return {
    id: alertId(cluster, fingerprint),
    cluster,
    fingerprint,
    title: fingerprint,
    labels: {},
    annotations: {},
    generatorUrl: null,
    source: '',
    startsAt: at,
    firedAt: at,
    countsFrom: at,
    seenAt: at,
    count: 1,
    times: 1,
    firings: [at],
    there: null,
    open: true,
    resolvedAt: null,
    holders: {},
    ack: null,
    snooze: null,
    verdict: null,
    notes: [],
    days: withFiring({}, at),
    noises: [],
    deeds: [],
    ackFrom: begun(startsAt, at, null) - flapWithin,
    gradeFrom: begun(startsAt, at, null) - flapWithin,
    done: nothingDone,
  };
}
