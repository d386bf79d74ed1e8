import { DueTimes } from '../../../core/alert/due-times';
import { caseGroup } from '../../../core/case/case-group';
import { aboutAlert } from '../../../core/alert/firing';
import { isoTime } from '../../../core/alert/iso-time';
import { anew, type AlertRecord, type Done } from '../../../core/alert/record';
import { recorded } from '../../../core/alert/recorded';
import type { Standing } from '../../../core/alert/standing';
import { fill, type Locale, type Text } from '../../../core/text';
import type { CaseDesk } from '../case-desk';
import type { Journal } from '../../ports/journal';
import type { Notifier } from '../../ports/notifier';
import type { AlertBook } from './alert-book';

/** An alert that a rule lets ring by itself (decisions.md 23, 24): whoever rings names `rule`. */
export interface MustRing {
  readonly alert: string;
  readonly title: string;
  readonly rule: string;
  /** `morning`: not before the quiet hours of whoever is on duty are over. */
  readonly when: 'now' | 'morning';
}

/** More than this many at once are told in one notification. */
const apart = 3;

const words = {
  one: { en: '{grade}: {title}', ko: '{grade}: {title}' },
  many: { en: '{count} alerts need somebody now', ko: '지금 확인해야 할 알림 {count}건' },
  ungraded: { en: 'not graded, counts as 911', ko: '등급 없음, 911로 취급' },
  overdue: { en: '912 overdue, counts as 911', ko: '912 기한 초과, 911로 취급' },
} as const satisfies Record<string, Text>;

/** Alerts looked at on every tick though nothing says that they changed: a clock or a rule that nobody thought of loses none. */
const roundOf = 2_000;

/** Does what time or a new grade asks for, each once: lapsed, held, overdue, unmatched, told, a case. */
export interface Attention {
  /** Looks at alerts that may stand differently, and at those whose time has come. */
  look(changed: Iterable<string>, now: number): void;
  /** Called on every tick: the next ones in turn, so that every alert is looked at again and again. */
  round(now: number): void;
  /** Tells people what the looks since the last call found, together. */
  speak(): void;
}

export function createAttention(ports: {
  readonly book: AlertBook;
  readonly journal: Journal;
  readonly notifier: Notifier;
  readonly cases: CaseDesk;
  readonly unmatchedAfter: () => number;
  readonly locale: () => Locale;
  /** Who sits here; null for a guest. */
  readonly me: () => string | null;
  readonly mustRing: (ring: MustRing) => void;
}): Attention {
  const { book, journal, cases } = ports;

  /** An ack that lapsed is over for good and on record, and everybody is told again. */
  const lapsed = (record: AlertRecord, now: number): AlertRecord => {
    const { ack } = record;
    if (ack === null || ack.until === null || book.standing(record, now).ack !== null) return record;
    const entry = { code: 'ALERT-ACK-LAPSED', data: { ...aboutAlert(record), by: ack.by, until: ack.until } } as const;
    book.put(recorded(record, entry, { op: '', at: now }));
    journal.appendLate(entry.code, entry.data);
    return book.get(record.id) ?? record;
  };

  /** By what, and when, somebody is looked for without being asked; null where a person decides (decisions.md 23, 24). */
  const ringOf = ({ overdue, grade, rule }: Standing, done: Done): Pick<MustRing, 'rule' | 'when'> | null => {
    const named = rule === null ? 'default' : `rule ${rule.number}`;
    if (overdue) return { rule: named, when: rule?.rule.overdue === 'ring' ? 'now' : 'morning' };
    if (grade === null) return done.unmatched ? { rule: 'unmatched-after', when: 'now' } : null;
    // A person who calls it a 911 as well takes nothing from the rule.
    return grade === '911' && rule?.rule.grade === '911' && rule.rule.ring === 'auto' ? { rule: named, when: 'now' } : null;
  };

  /**
   * When somebody is looked for again though they were before: it blinked, or whoever had it gave it back. After as long
   * as nobody may have an ungraded one. Epoch ms.
   */
  const againAt = ({ rangAt, owedFrom }: Done): number => (rangAt === null ? -Infinity : owedFrom === null ? Infinity : owedFrom + ports.unmatchedAfter());

  /** A clock that was set back must not make anybody wait for as long. */
  const isDueAgain = (done: Done, now: number): boolean => now >= againAt(done) || now < (done.owedFrom ?? now) - ports.unmatchedAfter();

  const settle = (found: AlertRecord, now: number): { readonly standing: Standing; readonly tell: boolean } => {
    const record = lapsed(found, now);
    const standing = book.standing(record, now);
    const { done: before, verdict } = record;
    const hidden = standing.snoozed || standing.mute !== null;
    const heard = hidden || standing.state === 'suppressed';
    // Most alerts on most ticks: nothing is due, nothing is to be told again.
    if (!standing.urgent && !before.told && before.rangAt === null) return { standing, tell: false };
    // Whoever was not to be disturbed is told when that is over, unless somebody has it by then.
    let done = hidden || !standing.urgent ? anew(before) : { ...before };
    const about = aboutAlert(record);
    // Nobody is woken behind a mute, and that nobody was is on record (law 6: it is counted on every screen, too). What a
    // storm left out of the journal is left out here as well.
    if (standing.urgent && standing.mute !== null && !done.held) {
      done.held = true;
      const { id, by, until } = standing.mute;
      if (before.fired) journal.appendLate('ALERT-HELD', { ...about, mute: id, by: by === '' ? 'breakglass.yaml' : by, end: isoTime(until) });
    }
    // A person's own 911 needs no telling at once; that of another console does, where it was none before.
    if (standing.urgent && verdict !== null && verdict.at !== done.calledAt) {
      done.calledAt = verdict.at;
      if (verdict.who === ports.me()) done.told = true;
    }
    // "Not before" holds for a deadline, too: it is overdue, and rings, when the snooze is over.
    if (standing.overdue && !done.overdue && !heard) {
      done = { ...anew(done), overdue: true, warnedAt: now };
      journal.appendLate('ALERT-OVERDUE', { ...about, deadline: standing.deadline ?? now });
    }
    const free = standing.urgent && !heard && standing.ack === null;
    if (free && standing.grade === null && !done.unmatched && now - record.countsFrom >= ports.unmatchedAfter()) {
      done = { ...anew(done), unmatched: true };
      journal.appendLate('ALERT-UNMATCHED', about);
    }
    // Before anybody is rung for it: who silences that ring has its case.
    if (standing.urgent && standing.grade === '911' && !heard) {
      cases.alertIs911({ id: record.id, title: about.title, cluster: record.cluster, since: Math.max(record.firedAt, record.verdict?.at ?? 0), group: caseGroup(standing.rule?.rule['group-by'] ?? [], record.labels) });
    }
    const tell = free && !done.told;
    const ring = ringOf(standing, done);
    // Whoever has a 912 hears that it is overdue as well, once.
    if (ring !== null && ((free && isDueAgain(done, now)) || (done.overdue && !before.overdue))) {
      done.rangAt = now;
      done.owedFrom = null;
      ports.mustRing({ ...about, ...ring });
    }
    if (tell) done.told = true;
    if (!sameDone(done, before)) book.put({ ...record, done });
    return { standing, tell };
  };

  const tell = (told: readonly { readonly record: AlertRecord; readonly standing: Standing }[]): void => {
    const locale = ports.locale();
    if (told.length > apart) {
      const title = fill(words.many[locale], { count: told.length });
      const body = told.slice(0, apart).map(({ record }) => record.title).join(', ');
      ports.notifier.notify({ title, body, urgent: true, open: { screen: 'alerts', id: '' } });
      return;
    }
    for (const { record, standing } of told) {
      const grade = standing.overdue ? words.overdue[locale] : (standing.grade ?? words.ungraded[locale]);
      const body = record.annotations['summary'] ?? record.annotations['description'] ?? record.id;
      ports.notifier.notify({ title: fill(words.one[locale], { grade, title: record.title }), body, urgent: true, open: { screen: 'alerts', id: record.id } });
    }
  };

  /** When time alone asks for another look that the standing does not know of, epoch ms. */
  const lookAgainAt = (record: AlertRecord, standing: Standing): number => {
    if (standing.grade === null && !record.done.unmatched) return record.countsFrom + ports.unmatchedAfter();
    // What never rang waits for more than time: for an ack to lapse, a mute to end.
    return record.done.rangAt === null || ringOf(standing, record.done) === null ? Infinity : againAt(record.done);
  };

  const due = new DueTimes();
  let rounds = book.openIds().values();
  let told: { record: AlertRecord; standing: Standing }[] = [];

  const visit = (id: string, now: number): void => {
    const record = book.get(id);
    if (record === undefined || !record.open) {
      due.set(id, Infinity);
      return;
    }
    const settled = settle(record, now);
    if (settled.tell) told.push({ record, standing: settled.standing });
    due.set(id, lookAgainAt(book.get(id) ?? record, settled.standing));
  };

  return {
    look(changed, now) {
      for (const id of changed) visit(id, now);
      for (const id of due.take(now)) visit(id, now);
    },
    round(now) {
      for (let left = Math.min(roundOf, book.openIds().size + 1); left > 0; left -= 1) {
        const { value: id, done } = rounds.next();
        if (done === true) rounds = book.openIds().values();
        else if (id !== undefined) visit(id, now);
      }
    },
    speak() {
      const news = told;
      told = [];
      tell(news);
    },
  };
}

function sameDone(one: Done, two: Done): boolean {
  return (Object.keys(one) as (keyof Done)[]).every((name) => one[name] === two[name]);
}
