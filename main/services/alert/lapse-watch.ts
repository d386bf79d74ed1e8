import { aboutAlert } from '../../../core/alert/firing';
import { isoTime } from '../../../core/alert/iso-time';
import type { AlertRecord } from '../../../core/alert/record';
import { recorded, type AlertEntry } from '../../../core/alert/recorded';
import type { Standed } from '../../../core/alert/order';
import type { Standing } from '../../../core/alert/standing';
import { fill, type Locale, type Text } from '../../../core/text';
import type { Journal } from '../../ports/journal';
import type { Notifier } from '../../ports/notifier';
import type { AlertBook } from './alert-book';
import type { AlertIndex } from './alert-index';

const minute = 60_000;

/** A 912 warns this long before its deadline, and before the night in which that would fall, ms. */
const dueSoon = 30 * minute;
/** A snooze and an ack that lapses warn this long before their end, or a quarter of their length where that is less, ms. */
const endsSoon = 5 * minute;
/** How often what can lapse is gone over, ms: no warning needs to be more exact. */
const lookEvery = 30_000;
/** More than this many at once are told in one notification. */
const apart = 3;

const words = {
  due: { en: '912 is due in {minutes} min: {title}', ko: '912 기한까지 {minutes}분: {title}' },
  night: { en: '912 falls due tonight, at {end}: {title}', ko: '912 기한이 밤 시간({end})입니다: {title}' },
  snooze: { en: 'Its snooze ends in {minutes} min: {title}', ko: '미루기가 {minutes}분 뒤에 끝납니다: {title}' },
  ack: { en: 'The ack of {who} lapses in {minutes} min: {title}', ko: '{who} 님의 확인이 {minutes}분 뒤에 끝납니다: {title}' },
  many: { en: '{count} alerts: an end comes near', ko: '알림 {count}건의 기한이 다가옵니다' },
} as const satisfies Record<string, Text>;

interface Warning {
  readonly record: AlertRecord;
  readonly text: string;
}

/** Warns before something about an alert lapses (law 6), and gives back what did. */
export interface LapseWatch {
  look(now: number): void;
}

export function createLapseWatch(ports: {
  readonly book: AlertBook;
  readonly index: AlertIndex;
  readonly journal: Journal;
  readonly notifier: Notifier;
  readonly locale: () => Locale;
  readonly mono: () => number;
  /** When the night begins (epoch ms) in which a moment lies for whoever is on duty then; null = it lies in no night. */
  readonly nightBefore: (at: number) => number | null;
}): LapseWatch {
  const { book, journal, notifier } = ports;
  /** Alerts of which something has an end: of a hundred thousand these are few. */
  const mortal = new Set<string>();
  ports.index.onTurned(({ removed, added }) => {
    for (const { record } of removed) mortal.delete(record.id);
    for (const alert of added) if (canLapse(alert)) mortal.add(alert.record.id);
  });
  /** Ends that were warned of: a console that starts again says it again, which harms nobody. */
  let warned = new Set<string>();
  let looked = -Infinity;
  /** Nights by the minute of a deadline: a thousand that fall due together ask the calendar once. */
  let nights = new Map<number, number | null>();

  const nightBefore = (at: number): number | null => {
    const key = Math.floor(at / minute);
    const known = nights.get(key);
    if (known !== undefined) return known;
    const night = ports.nightBefore(at);
    nights.set(key, night);
    return night;
  };

  const write = (record: AlertRecord, entry: AlertEntry, at: number): void => {
    // A storm fills the list, never the journal: what has no entry of its firing gets none of its warnings.
    if (record.done.fired) journal.appendLate(entry.code, entry.data);
    book.put(recorded(record, entry, '', at));
  };

  const due = (record: AlertRecord, standing: Standing, at: number): string | null => {
    const { deadline } = standing;
    if (deadline === null || standing.overdue || standing.section !== '912') return null;
    const isSoon = !record.done.dueSoon && deadline - at <= dueSoon;
    const night = isSoon || record.done.dueAtNight ? null : nightBefore(deadline);
    // Of tens of thousands nearly all leave here.
    if (!isSoon && (night === null || at >= night || night - at > dueSoon)) return null;
    const about = aboutAlert(record);
    const { title } = about;
    write(record, { code: 'ALERT-DUE', data: { ...about, deadline, end: isoTime(deadline), before: isSoon ? 'deadline' : 'night' } }, at);
    const locale = ports.locale();
    return isSoon ? fill(words.due[locale], { title, minutes: minutesTo(deadline, at) }) : fill(words.night[locale], { title, end: isoTime(deadline).slice(0, 16) });
  };

  const ending = (record: AlertRecord, standing: Standing, at: number, seen: Set<string>): string | null => {
    if (!standing.snoozed && standing.ack === null) return null;
    const locale = ports.locale();
    const near = (kind: 'snooze' | 'ack', began: number, until: number, who: string): string | null => {
      if (until - at > Math.min(endsSoon, (until - began) / 4)) return null;
      const key = JSON.stringify([kind, record.id, until]);
      seen.add(key);
      return warned.has(key) ? null : fill(words[kind][locale], { title: aboutAlert(record).title, minutes: minutesTo(until, at), who });
    };
    const { snooze } = record;
    const sleeping = standing.snoozed && snooze !== null ? near('snooze', snooze.at, snooze.until, snooze.by) : null;
    const { ack } = standing;
    return sleeping ?? (ack !== null && ack.until !== null ? near('ack', ack.at, ack.until, ack.by) : null);
  };

  const tell = (warnings: readonly Warning[]): void => {
    if (warnings.length > apart) {
      const body = warnings.slice(0, apart).map(({ text }) => text).join('\n');
      notifier.notify({ title: fill(words.many[ports.locale()], { count: warnings.length }), body, urgent: false, open: { screen: 'alerts', id: '' } });
      return;
    }
    for (const { record, text } of warnings) notifier.notify({ title: text, body: record.id, urgent: false, open: { screen: 'alerts', id: record.id } });
  };

  return {
    look(now) {
      if (ports.mono() - looked < lookEvery) return;
      looked = ports.mono();
      nights = new Map();
      const seen = new Set<string>();
      const warnings: Warning[] = [];
      for (const id of mortal) {
        const record = book.get(id);
        if (record === undefined) continue;
        const standing = book.standing(record, now);
        const text = due(record, standing, now) ?? ending(record, standing, now, seen);
        if (text !== null) warnings.push({ record, text });
      }
      warned = seen;
      tell(warnings);
    },
  };
}

function canLapse({ record, standing }: Standed): boolean {
  return record.open && (standing.section === '912' || standing.snoozed || (standing.ack?.until ?? null) !== null);
}

function minutesTo(end: number, now: number): number {
  return Math.max(1, Math.round((end - now) / minute));
}
