import { isDeedCode, type Deed } from '../../../core/alert/deed';
import { aboutAlert } from '../../../core/alert/firing';
import { anew, type AlertRecord } from '../../../core/alert/record';
import { deedOf, givenBack, readAlertEntry } from '../../../core/alert/recorded';
import { inOrder } from '../../../core/alert/with-deeds';
import { fill, type Locale, type Text } from '../../../core/text';
import type { Clock } from '../../ports/clock';
import type { ForeignChange, ForeignEntry } from '../../ports/foreign-acts';
import type { Notifier } from '../../ports/notifier';
import type { AlertBook } from './alert-book';

const words = {
  taken: { en: '{who} has it now, too: {title}', ko: '{who} 님도 맡았습니다: {title}' },
  given: { en: 'You no longer have it, {who} gave it back: {title}', ko: '{who} 님이 내려놓아 더 이상 맡고 있지 않습니다: {title}' },
} as const satisfies Record<string, Text>;

/** Folds what other consoles did into the alerts, and says so where it changes what whoever sits here has. */
export function createOthersDeeds(ports: {
  readonly book: AlertBook;
  readonly notifier: Notifier;
  readonly clock: Clock;
  readonly locale: () => Locale;
  readonly me: () => string | null;
  /** An alert was snoozed elsewhere until it gets worse. */
  readonly follow: (alert: string) => void;
}): { take(change: ForeignChange): void } {
  const { book } = ports;
  const byAlert = new Map<string, Map<string, Deed>>();

  /** Nobody's ack is undone, or joined, without a word. */
  const tell = (before: AlertRecord, after: AlertRecord, added: readonly Deed[]): void => {
    const me = ports.me();
    if (me === null || before.ack?.by !== me || after.ack?.by === me) return;
    const taker = after.ack?.by ?? added.findLast(({ code }) => code === 'ALERT-UNACK')?.by;
    if (taker === undefined) return;
    const text = after.ack === null ? words.given : words.taken;
    ports.notifier.notify({ title: fill(text[ports.locale()], { who: taker, title: aboutAlert(after).title }), body: after.id, urgent: after.ack === null, open: { screen: 'alerts', id: after.id } });
  };

  return {
    take({ added, removed }) {
      const touched = new Map<string, Deed[]>();
      const deeds = (alert: string): Map<string, Deed> => {
        const known = byAlert.get(alert) ?? new Map<string, Deed>();
        byAlert.set(alert, known);
        if (!touched.has(alert)) touched.set(alert, []);
        return known;
      };
      for (const entry of removed) {
        const found = read(entry);
        if (found !== null) deeds(found.alert).delete(entry.order);
      }
      for (const entry of added) {
        const found = read(entry);
        if (found === null) continue;
        deeds(found.alert).set(entry.order, found.deed);
        touched.get(found.alert)?.push(found.deed);
      }
      for (const [alert, news] of touched) {
        const before = book.get(alert);
        book.setOthers(alert, inOrder([...deeds(alert).values()]));
        const after = book.get(alert);
        if (before === undefined || after === undefined) continue;
        tell(before, after, inOrder(news));
        if ((after.snooze?.worse ?? null) !== null) ports.follow(alert);
        // It got worse where somebody looked: whoever was not disturbed here is told as well.
        const worse = before.snooze !== null && after.snooze === null && news.some(({ code }) => code === 'ALERT-WORSE');
        // Every journal is told anew at each start: what was given back before the last ring is owed no other.
        const at = news.length === 0 ? ports.clock.now() : Math.max(...news.map((deed) => deed.at));
        const isRungSince = after.done.rangAt !== null && at <= after.done.rangAt;
        const told = worse ? { ...after, done: anew(after.done) } : after;
        const next = told !== after || isRungSince ? told : givenBack(before, after, at);
        if (next !== after) book.put(next);
      }
    },
  };
}

function read({ code, data, op, at, order }: ForeignEntry): { readonly alert: string; readonly deed: Deed } | null {
  if (!isDeedCode(code)) return null;
  const entry = readAlertEntry(code, data);
  return entry === null ? null : { alert: entry.data.alert, deed: deedOf(code, entry.data, { op, at, order }) };
}
