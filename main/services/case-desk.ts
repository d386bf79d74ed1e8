import type { Case, CaseDetail } from '../../core/case/case';
import { createCaseBook, recordedOf } from '../../core/case/case-book';
import { dayIn } from '../../core/case/day-in';
import { fail, ok, type Result } from '../../core/errors';
import type { EntryData } from '../../core/journal/codes';
import { createSignal } from '../../core/signal';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { ForeignActs } from '../ports/foreign-acts';
import type { Journal } from '../ports/journal';
import type { Cancel } from '../ports/schedule';
import { createCaseActs, type CaseActs } from './case/case-acts';
import type { UndoBook } from './undo-book';

/** More new 911s of one cluster than this within a minute are one trouble: they join the newest case. */
const apart = 5;
/** And no more joins than this a minute are written one by one; the rest joins again by itself after a restart. */
const mostJoins = 30;
const minute = 60_000;

/** An alert that counts as 911, as far as a case needs to know it. */
export interface UrgentAlert {
  readonly id: string;
  readonly title: string;
  readonly cluster: string;
  /** Since when it counts as 911, epoch ms. */
  readonly since: number;
  /** What its rule groups by (core/case/case-group.ts), or null. */
  readonly group: string | null;
}

/** What operators handle: opens by itself for a 911, gathers what happens, ends with a verdict. */
export interface CaseDesk extends CaseActs {
  list(): Promise<Result<Case[]>>;
  detail(input: { readonly id: string }): Promise<Result<CaseDetail>>;
  get(this: void, id: string): Case | null;
  /** The open case of an alert. */
  caseOf(this: void, alert: string): string | null;
  /** What a case is called here that an entry of another console names; null: it is not known here. */
  idOf(this: void, writer: string, id: string): string | null;
  /** The alerts of an open case. */
  alertsOf(id: string): readonly string[];
  /** The case with this alert that ended last. */
  lastCaseOf(this: void, alert: string): Case | null;
  /**
   * An alert counts as 911: it has a case from here on. Saying so again changes nothing, and a case that was closed
   * after that moment stays closed: only a new firing, or a person's new grade, opens it again or opens another.
   */
  alertIs911(alert: UrgentAlert): void;
  /** Whoever acknowledged an alert has its case. */
  acked(alert: string, by: string): void;
  onChanged(listener: (change: { readonly id: string }) => void): Cancel;
  stop(): void;
}

export async function createCaseDesk(ports: {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly actor: Actor;
  readonly workspace: CurrentWorkspace;
  readonly undos: UndoBook;
  readonly foreign: ForeignActs;
}): Promise<CaseDesk> {
  const { journal, clock, actor, workspace } = ports;
  const book = createCaseBook(journal.status().writer);
  const changed = createSignal<{ readonly id: string }>();
  let joins = 0;
  let joinsSince = clock.mono();
  await journal.replay((entry) => void book.take(recordedOf(entry)));
  // What this desk decides stands at once; its entry comes round through here and joins the timeline when it is written.
  const stops = [
    journal.onAppend((entry) => tell(book.take(recordedOf(entry)))),
    ports.foreign.onForeign(({ added, removed }) => {
      for (const id of book.takeAll(added, removed)) tell(id);
    }),
  ];

  const tell = (id: string | null): void => {
    if (id !== null) changed.emit({ id });
  };

  const newId = (): string => book.nextId(dayIn(clock.now(), workspace.get().settings.timezone));

  /** An open case that the alert belongs to: of its group, of its name in its cluster, or the newest one in a storm. */
  const caseFor = (alert: UrgentAlert): Case | undefined => {
    const grouped = alert.group === null ? null : book.openCaseOfGroup(alert.group);
    const open = book.list().filter((each) => each.state === 'open' && !book.wasTakenOut(each.id, alert.id));
    const near = open.filter((each) => clusterOf(each.alerts[0] ?? '') === alert.cluster);
    const fresh = near.filter((each) => Math.abs(clock.now() - each.openedAt) < minute);
    return open.find(({ id }) => id === grouped) ?? near.find((each) => each.title === alert.title) ?? (fresh.length >= apart ? fresh[0] : undefined);
  };

  const begin = (alert: UrgentAlert): void => {
    const like = caseFor(alert);
    if (like !== undefined) {
      join(like.id, alert);
      return;
    }
    const group = alert.group === null ? {} : { group: alert.group };
    decide('CASE-OPEN', { case: newId(), title: alert.title, alert: alert.id, grade: '911', ...group });
  };

  const join = (id: string, alert: { readonly id: string; readonly title: string }): void => {
    if (clock.mono() - joinsSince >= minute) {
      joinsSince = clock.mono();
      joins = 0;
    }
    joins += 1;
    const data = { case: id, title: alert.title, alert: alert.id };
    if (joins <= mostJoins) decide('CASE-JOIN', data);
    else tell(book.apply({ at: clock.now(), op: '', code: 'CASE-JOIN', data }));
  };

  const decide = <C extends 'CASE-OPEN' | 'CASE-JOIN' | 'CASE-REOPEN'>(code: C, data: EntryData<C>): void => {
    tell(book.apply({ at: clock.now(), op: actor.me().person ?? '', code, data }));
    journal.appendLate(code, data);
  };

  const people = (): string[] => workspace.get().people.map(({ id }) => id);

  return {
    ...createCaseActs({ book, journal, actor, undos: ports.undos, newId, people, tell }),
    list: async () => ok([...book.list()]),
    async detail({ id }) {
      const known = book.get(id);
      return known === null ? fail('case-unknown', { id }) : ok({ ...known, timeline: [...book.timeline(id)], people: people() });
    },
    get: (id) => book.get(id),
    caseOf: (alert) => book.openCaseOf(alert),
    idOf: (writer, id) => book.idOf(writer, id),
    alertsOf: (id) => book.get(id)?.alerts.filter((alert) => book.openCaseOf(alert) === id) ?? [],
    lastCaseOf: (alert) => book.lastClosed(alert),
    alertIs911(alert) {
      if (book.openCaseOf(alert.id) !== null) return;
      const last = book.lastClosed(alert.id);
      const closedAt = last?.closedAt ?? null;
      // A case closed in the future means a clock that was set back: better one case too many than none.
      if (last === null || closedAt === null || closedAt > clock.now()) return begin(alert);
      if (closedAt >= alert.since) return;
      const soon = alert.since - closedAt < workspace.get().settings['reopen-within'];
      if (!soon || last.mergedInto !== null || caseFor(alert) !== undefined) return begin(alert);
      decide('CASE-REOPEN', { case: last.id, title: last.title, alert: alert.id, why: alert.title });
    },
    acked(alert, by) {
      tell(book.apply({ at: clock.now(), op: by, code: 'ALERT-ACK', data: { alert } }));
    },
    onChanged: changed.on,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function clusterOf(alert: string): string {
  return alert.slice(0, Math.max(alert.indexOf('/'), 0));
}
