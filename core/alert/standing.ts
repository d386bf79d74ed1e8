import type { Alert, AlertRow, AlertSection, AlertState, Grade } from './alert';
import type { ReadRule } from './grade';
import { isoTime } from './iso-time';
import { stateOf, type AlertRecord } from './record';

/** A 912 that says nothing else can wait this long, ms. */
export const defaultWithin = 8 * 3_600_000;

/** A snooze lasts at most this long, ms (decisions.md 27). */
export const longestSnooze = 24 * 3_600_000;

/** What an alert is worth at one moment, and why. */
export interface Standing {
  readonly state: AlertState;
  readonly grade: Grade | null;
  readonly reason: Alert['reason'];
  readonly section: AlertSection;
  /** 912 and overdue ones: when it turns (or turned) into a 911, epoch ms. */
  readonly deadline: number | null;
  readonly snoozed: boolean;
  readonly overdue: boolean;
  /** True where it must not be slept through: 911, overdue, or not graded at all. */
  readonly urgent: boolean;
  readonly rule: ReadRule | null;
}

/** Weighs an alert at `now` (epoch ms) under the rule that matches it: a person's grade first, then the rule, then nobody's. */
export function standingOf(record: AlertRecord, rule: ReadRule | null, now: number): Standing {
  const state = stateOf(record);
  const given = record.verdict?.grade ?? rule?.rule.grade ?? null;
  const deadline = given === '912' ? (record.verdict?.at ?? record.firedAt) + (rule?.rule.within ?? defaultWithin) : null;
  const overdue = deadline !== null && record.open && (record.done.overdue || now >= deadline);
  const grade = overdue ? '911' : given;
  const snoozed = isSnoozed(record, now);
  const base = { state, grade, deadline, snoozed, overdue, rule, reason: reasonOf(record, rule, overdue, deadline) };
  return { ...base, section: sectionOf(base), urgent: record.open && (grade === '911' || grade === null) };
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

/** Until when a standing holds if nothing happens but time, epoch ms: 100,000 alerts need not be weighed every tick. */
export function standsUntil(record: AlertRecord, standing: Standing, now: number): number {
  const ends: number[] = [];
  if (standing.deadline !== null && !standing.overdue) ends.push(standing.deadline);
  if (record.snooze !== null) ends.push(record.snooze.until, record.snooze.until - longestSnooze);
  return Math.min(...ends.filter((end) => end > now), Infinity);
}

function sectionOf(standing: { readonly state: AlertState; readonly grade: Grade | null; readonly snoozed: boolean }): AlertSection {
  if (standing.state === 'resolved') return 'resolved';
  if (standing.snoozed || standing.state === 'suppressed') return 'snoozed';
  return standing.grade ?? 'ungraded';
}

function reasonOf(record: AlertRecord, rule: ReadRule | null, overdue: boolean, deadline: number | null): Alert['reason'] {
  if (overdue) return { by: 'overdue', who: record.verdict?.who ?? (rule ? `rule ${rule.number}` : ''), text: isoTime(deadline ?? 0) };
  if (record.verdict !== null) return { by: 'person', who: record.verdict.who, text: record.verdict.why };
  if (rule !== null) return { by: 'rule', who: `rule ${rule.number}`, text: rule.rule.when };
  return { by: 'nobody', who: '', text: '' };
}

const whereLabels = ['instance', 'host', 'hostname', 'node', 'pod', 'service', 'probe', 'job'];

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
    ack: record.ack,
    snooze: standing.snoozed && record.snooze !== null ? { by: record.snooze.by, until: record.snooze.until } : null,
    deadline: standing.deadline,
    caseId,
  };
}

/** Everything the detail pane shows. */
export function alertOf(record: AlertRecord, standing: Standing, caseId: string | null): Alert {
  return {
    ...rowOf(record, standing, caseId),
    summary: record.annotations['summary'] ?? record.annotations['description'] ?? record.annotations['message'] ?? record.title,
    labels: record.labels,
    annotations: record.annotations,
    generatorUrl: record.generatorUrl,
    reason: standing.reason,
    notes: record.notes,
  };
}
