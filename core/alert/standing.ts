import type { Alert, AlertRow, AlertSection, AlertState, FarStanding, Grade } from './alert';
import { flappingRate, rateHoldsUntil } from './flapping';
import type { ReadRule } from './grade';
import { isoTime } from './iso-time';
import { muteOver, nextTurn, type ReadMute } from '../mute/in-force';
import type { Mute } from '../mute/mute';
import { historyOf } from './history';
import { stateOf, type AlertRecord } from './record';

/** A 912 that says nothing else can wait this long, ms. */
export const defaultWithin = 8 * 3_600_000;

/** A snooze lasts at most this long, ms (decisions.md 27). */
export const longestSnooze = 24 * 3_600_000;

/** An ack that lapses does so within a day, ms: one that should last longer need not lapse. */
export const longestAck = 24 * 3_600_000;

/** What an alert is worth at one moment, and why. */
export interface Standing {
  readonly state: AlertState;
  readonly grade: Grade | null;
  readonly reason: Alert['reason'];
  readonly section: AlertSection;
  /** 912 and overdue ones: when it turns (or turned) into a 911, epoch ms. */
  readonly deadline: number | null;
  readonly snoozed: boolean;
  /** The mute that hides it, or null. */
  readonly mute: Mute | null;
  /** Whoever has it now; null once an ack lapsed. */
  readonly ack: AlertRecord['ack'];
  readonly overdue: boolean;
  /** True where it must not be slept through: 911, overdue, or not graded at all. */
  readonly urgent: boolean;
  readonly rule: ReadRule | null;
  /** Firings within the last hour where it flaps, else null. */
  readonly flapping: number | null;
}

/** Weighs an alert at `now` (epoch ms) under the rule that matches it and the mutes there are: a person's grade first, then the rule, then nobody's. */
export function standingOf(record: AlertRecord, rule: ReadRule | null, now: number, mutes: readonly ReadMute[] = []): Standing {
  const state = stateOf(record);
  const given = record.verdict?.grade ?? rule?.rule.grade ?? null;
  const deadline = given === '912' ? (record.verdict?.at ?? record.countsFrom) + (rule?.rule.within ?? defaultWithin) : null;
  const overdue = deadline !== null && record.open && (record.done.overdue || now >= deadline);
  const grade = overdue ? '911' : given;
  const snoozed = isSnoozed(record, now);
  const flapping = flappingRate(record.firings, now);
  const urgent = record.open && (grade === '911' || grade === null);
  const mute = record.open ? muteOver(mutes, { labels: record.labels, urgent }, now) : null;
  const base = { state, grade, deadline, snoozed, mute, ack: ackAt(record, now), overdue, rule, flapping, reason: reasonOf(record, rule, overdue, deadline) };
  return { ...base, section: sectionOf(base), urgent };
}

/**
 * In force until its end by the wall clock that the person read. An end further away than a snooze can be means that
 * the clock was set back by days: then it is over, because every snooze ends (law 6).
 */
export function isSnoozed(record: AlertRecord, now: number): boolean {
  if (record.snooze === null) return false;
  const left = record.snooze.until - now;
  return left > 0 && left <= longestSnooze;
}

/** Whoever has the alert. As with a snooze, an end that is too far away says that the clock was set back: then it is over. */
function ackAt({ ack }: AlertRecord, now: number): AlertRecord['ack'] {
  if (ack === null || ack.until === null) return ack;
  const left = ack.until - now;
  return left > 0 && left <= longestAck ? ack : null;
}

/** Until when a standing holds if nothing happens but time, epoch ms: 100,000 alerts need not be weighed every tick. */
export function standsUntil(record: AlertRecord, standing: Standing, now: number, mutes: readonly ReadMute[] = []): number {
  const ends: number[] = [nextTurn(mutes, now), rateHoldsUntil(record.firings, now)];
  if (standing.deadline !== null && !standing.overdue) ends.push(standing.deadline);
  if (record.snooze !== null) ends.push(record.snooze.until, record.snooze.until - longestSnooze);
  if (record.ack !== null && record.ack.until !== null) ends.push(record.ack.until, record.ack.until - longestAck);
  return Math.min(...ends.filter((end) => end > now), Infinity);
}

function sectionOf(standing: Pick<Standing, 'state' | 'grade' | 'snoozed' | 'mute' | 'flapping'>): AlertSection {
  // What flaps keeps its one line while it is quiet: a list that blinks cannot be read.
  if (standing.state === 'resolved' && standing.flapping === null) return 'resolved';
  if (standing.mute !== null) return 'muted';
  if (standing.snoozed || standing.state === 'suppressed') return 'snoozed';
  return standing.state === 'resolved' ? 'flapping' : (standing.grade ?? 'ungraded');
}

function reasonOf(record: AlertRecord, rule: ReadRule | null, overdue: boolean, deadline: number | null): Alert['reason'] {
  if (overdue) return { by: 'overdue', who: record.verdict?.who ?? (rule ? `rule ${rule.number}` : ''), text: isoTime(deadline ?? 0) };
  if (record.verdict !== null) return { by: 'person', who: record.verdict.who, text: record.verdict.why };
  if (rule !== null) return { by: 'rule', who: `rule ${rule.number}`, text: rule.rule.when };
  return { by: 'nobody', who: '', text: '' };
}

const whereLabels = ['instance', 'host', 'hostname', 'node', 'pod', 'service', 'probe', 'siren', 'job'];

/** One line of the list. */
export function rowOf(record: AlertRecord, standing: Standing, caseId: string | null): AlertRow {
  return {
    id: record.id,
    cluster: record.cluster,
    fingerprint: record.fingerprint,
    source: record.source,
    title: record.title,
    where: whereLabels.map((name) => record.labels[name]).find((value) => value !== undefined && value !== '') ?? '',
    state: standing.state,
    grade: standing.grade,
    startsAt: record.startsAt,
    seenAt: record.seenAt,
    count: record.count,
    flapping: standing.flapping,
    behind: 0,
    ack: standing.ack,
    snooze: standing.snoozed && record.snooze !== null ? { by: record.snooze.by, until: record.snooze.until, untilWorse: record.snooze.worse !== null } : null,
    mute: standing.mute === null ? null : { id: standing.mute.id, by: standing.mute.by, until: standing.mute.until },
    deadline: standing.deadline,
    caseId,
  };
}

/** Everything the detail pane shows. */
export function alertOf(record: AlertRecord, standing: Standing, caseId: string | null, now: number, waiting: FarStanding['waiting'] = null): Alert {
  return {
    ...rowOf(record, standing, caseId),
    summary: record.annotations['summary'] ?? record.annotations['description'] ?? record.annotations['message'] ?? record.title,
    labels: record.labels,
    annotations: record.annotations,
    generatorUrl: record.generatorUrl,
    reason: standing.reason,
    notes: record.notes,
    there: record.there === null ? null : { ...record.there, waiting },
    history: historyOf(record, now),
  };
}
