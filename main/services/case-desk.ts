import type { Case, CaseDetail, Verdict } from '../../core/case/case';
import { createCaseBook } from '../../core/case/case-book';
import { dayIn } from '../../core/case/day-in';
import { fail, ok, type Failure, type Result } from '../../core/errors';
import type { Act } from '../../core/ipc/contract';
import { wellFormed } from '../../core/journal/canonical';
import type { EntryCode, EntryData } from '../../core/journal/codes';
import { createSignal } from '../../core/signal';
import type { Actor } from '../ports/actor';
import type { Clock } from '../ports/clock';
import type { CurrentWorkspace } from '../ports/current-workspace';
import type { Journal } from '../ports/journal';
import type { Cancel } from '../ports/schedule';

/** More new 911s of one cluster than this within a minute are one trouble: they join the newest case. */
const apart = 5;
/** And no more joins than this a minute are written one by one; the rest joins again by itself after a restart. */
const mostJoins = 30;
const minute = 60_000;

/** What operators handle: opens by itself for a 911, gathers what happens, ends with a verdict. */
export interface CaseDesk {
  list(): Promise<Result<Case[]>>;
  detail(input: { readonly id: string }): Promise<Result<CaseDetail>>;
  close(input: { readonly id: string; readonly verdict: Verdict; readonly why: string }): Promise<Result<Act>>;
  note(input: { readonly id: string; readonly text: string }): Promise<Result<Act>>;
  /** The open case of an alert. */
  caseOf(this: void, alert: string): string | null;
  /**
   * An alert counts as 911 since `since` (epoch ms): it has a case from here on. Saying so again changes nothing, and a
   * case that was closed after that moment stays closed: only a new firing, or a person's new grade, opens another.
   */
  alertIs911(alert: { readonly id: string; readonly title: string; readonly cluster: string; readonly since: number }): void;
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
}): Promise<CaseDesk> {
  const { journal, clock, actor } = ports;
  const book = createCaseBook();
  const changed = createSignal<{ readonly id: string }>();
  let joins = 0;
  let joinsSince = clock.mono();
  await journal.replay((entry) => void book.take(entry));
  // What this desk decides stands at once; its entry comes round through here and joins the timeline when it is written.
  const stopListening = journal.onAppend((entry) => tell(book.take(entry)));

  const tell = (id: string | null): void => {
    if (id !== null) changed.emit({ id });
  };

  const begin = (alert: { readonly id: string; readonly title: string; readonly cluster: string }): void => {
    const near = book.list().filter((each) => each.state === 'open' && clusterOf(each.alerts[0] ?? '') === alert.cluster);
    const fresh = near.filter((each) => Math.abs(clock.now() - each.openedAt) < minute);
    const like = near.find((each) => each.title === alert.title) ?? (fresh.length >= apart ? fresh[0] : undefined);
    if (like !== undefined) {
      join(like.id, alert);
      return;
    }
    const id = book.nextId(dayIn(clock.now(), ports.workspace.get().settings.timezone));
    decide('CASE-OPEN', { case: id, title: alert.title, alert: alert.id, grade: '911' });
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

  const decide = <C extends 'CASE-OPEN' | 'CASE-JOIN'>(code: C, data: EntryData<C>): void => {
    tell(book.apply({ at: clock.now(), op: actor.me().person ?? '', code, data }));
    journal.appendLate(code, data);
  };

  const openCase = (id: string): Result<Case> => {
    if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
    const known = book.get(id);
    if (known === null) return fail('case-unknown', { id });
    return known.state === 'closed' ? fail('case-closed', { id }) : ok(known);
  };

  const write = async <C extends Extract<EntryCode, `CASE-${string}`>>(code: C, data: EntryData<C>): Promise<Failure | null> => {
    const receipt = await journal.append(code, data);
    return receipt.ok ? null : receipt.error;
  };

  return {
    list: async () => ok([...book.list()]),
    async detail({ id }) {
      const known = book.get(id);
      return known === null ? fail('case-unknown', { id }) : ok({ ...known, timeline: [...book.timeline(id)] });
    },
    async close({ id, verdict, why }) {
      const known = openCase(id);
      if (!known.ok) return known;
      const data = { case: id, title: known.value.title, verdict, why: wellFormed(why) };
      const problem = await write('CASE-CLOSE', data);
      if (problem !== null) return { ok: false, error: problem };
      tell(book.apply({ at: clock.now(), op: actor.me().person ?? '', code: 'CASE-CLOSE', data }));
      return ok({ en: `Case ${id} is closed: ${verdict}`, ko: `케이스 ${id}을(를) 종료했습니다: ${verdict}`, undo: null });
    },
    async note({ id, text }) {
      if (!actor.may('triage')) return fail('not-allowed', { right: 'triage' });
      const known = book.get(id);
      if (known === null) return fail('case-unknown', { id });
      const problem = await write('CASE-NOTE', { case: id, title: known.title, text: wellFormed(text) });
      return problem === null ? ok({ en: `Noted on case ${id}`, ko: `케이스 ${id}에 메모했습니다`, undo: null }) : { ok: false, error: problem };
    },
    caseOf: (alert) => book.openCaseOf(alert),
    alertIs911(alert) {
      if (book.openCaseOf(alert.id) !== null) return;
      const closed = book.lastClosed(alert.id);
      // A case closed in the future means a clock that was set back: better one case too many than none.
      if (closed === null || closed < alert.since || closed > clock.now()) begin(alert);
    },
    acked(alert, by) {
      tell(book.own(alert, by));
    },
    onChanged: changed.on,
    stop: stopListening,
  };
}

function clusterOf(alert: string): string {
  return alert.slice(0, Math.max(alert.indexOf('/'), 0));
}
