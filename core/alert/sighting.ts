import type { SeenAlert } from './alert';
import { withMoment } from './flapping';
import { alertId, goneAfter, nothingDone, type AlertRecord, type Holder } from './record';
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

/** An alert that comes back this soon is the same trouble flapping: whoever has it still has it, and nobody is woken twice. Ms. */
export const flapWithin = 300_000;

/** The source names the alert. */
export function seen(record: AlertRecord | null, alert: SeenAlert, look: Look): AlertRecord {
  const holder: Holder = { missed: 0, sure: true, suppressed: alert.suppressed };
  const known = record === null ? newRecord(look.cluster, alert.fingerprint, look.at) : record.open ? record : refired(record, look.at);
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

/** A firing begins: what was done about the one before is history. */
export function refired(record: AlertRecord, at: number): AlertRecord {
  const flapping = record.resolvedAt !== null && at - record.resolvedAt >= 0 && at - record.resolvedAt < flapWithin;
  return {
    ...record,
    open: true,
    resolvedAt: null,
    firedAt: at,
    count: record.count + 1,
    times: 1,
    days: withFiring(record.days, at),
    firings: withMoment(record.firings, at),
    holders: {},
    ack: flapping ? record.ack : null,
    verdict: null,
    done: { ...nothingDone, told: flapping && record.done.told },
  };
}

export function resolved(record: AlertRecord, at: number): AlertRecord {
  return { ...record, open: false, resolvedAt: at, verdict: null };
}

export function newRecord(cluster: string, fingerprint: string, at: number): AlertRecord {
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
    done: nothingDone,
  };
}
