import type { z } from 'zod';
import type { AlertSection } from '../../../core/alert/alert';
import { AlertView, type Difference } from '../../../core/alert/alert-view';
import { sectionOrder, type Standed } from '../../../core/alert/order';
import { narrows } from '../../../core/alert/narrows';
import { alertQuery } from '../../../core/alert/query';
import type { Query } from '../../../core/alert/query-words';
import { rowOf } from '../../../core/alert/standing';
import type { StormWatch } from '../../../core/alert/storm';
import { explain, type Failure } from '../../../core/errors';
import type { mainContract } from '../../../core/ipc/contract';
import type { Locale } from '../../../core/text';
import type { Clock } from '../../ports/clock';
import type { Schedule } from '../../ports/schedule';
import type { AlertBook } from './alert-book';
import type { AlertIndex } from './alert-index';

type Calls = (typeof mainContract)['alerts']['page'];
export type PageQuery = z.output<Calls['input']>;
export type Page = z.input<Calls['output']>;

/** Filtered lists kept at once: the window's, the one before it, and a terminal's. */
const mostViews = 3;
/** A list whose query speaks of ages is made anew after this long, ms. */
const agesFor = 5_000;
/** So long may filtering keep the loop, ms, and so often the clock is looked at. */
const stretch = 8;
const lookEvery = 2_048;

interface Asked {
  readonly text: string;
  readonly query: Query;
  readonly view: Promise<AlertView>;
  readonly ages: boolean;
  /** Of the clock that never jumps. */
  readonly at: number;
  readonly stop: () => void;
}

export interface AlertPages {
  page(query: PageQuery, revision: number): Promise<Page>;
  /** Every alert that a query finds, in order; a failure where the query cannot be read. */
  find(text: string, showClosed: boolean): Promise<{ readonly alerts: readonly Standed[]; readonly problem: Failure | null }>;
  /** These fold, or no longer do. */
  refold(ids: readonly string[]): void;
  /** True where somebody looks at a list that time alone changes. */
  ages(): boolean;
}

/** Cuts pages out of ordered lists. A list is made once for each query, and follows the changes from then on. */
export function createAlertPages(ports: {
  readonly book: AlertBook;
  readonly index: AlertIndex;
  readonly storm: StormWatch;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly me: () => string | null;
  readonly caseOf: (alert: string) => string | null;
  readonly locale: () => Locale;
}): AlertPages {
  const { book, index, storm, clock } = ports;
  let views: Asked[] = [];
  // What everybody sees who did not search in a storm: one line of each kind. Without a storm it is the whole list.
  let calmer: AlertView | null = null;
  index.onTurned((difference) => calmer?.replace(difference));
  const plainView = (): AlertView => calmer ?? index.view;

  const breath = (): Promise<void> => new Promise((resolve) => void ports.schedule.after(0, resolve));

  /** Filters all alerts, or those of a wider list, without keeping the loop; what changes meanwhile is taken in at the end. */
  const filtered = async (holds: (alert: Standed) => boolean, wider: Asked | undefined, follow: (take: (difference: Difference) => void) => void): Promise<AlertView> => {
    const found = await wider?.view;
    // One that was dropped meanwhile knows nothing of what changed since.
    const from = found !== undefined && views.some((each) => each === wider) ? found : index.view;
    // A list that changes is another list: these stay as they are while they are walked.
    const all = sectionOrder.map((section) => [section, from.list(section)] as const);
    const waiting: Difference[] = [];
    let view: AlertView | null = null;
    follow((difference) => {
      if (view === null) waiting.push(difference);
      else view.replace(difference);
    });
    const lists = new Map<AlertSection, Standed[]>();
    let began = clock.mono();
    for (const [section, alerts] of all) {
      const passing: Standed[] = [];
      let number = 0;
      for (const alert of alerts) {
        if (holds(alert)) passing.push(alert);
        number += 1;
        if (number % lookEvery !== 0 || clock.mono() - began < stretch) continue;
        await breath();
        began = clock.mono();
      }
      lists.set(section, passing);
    }
    view = new AlertView(holds, null, lists);
    for (const difference of waiting) view.replace(difference);
    return view;
  };

  const drop = (asked: Asked): void => {
    asked.stop();
    views = views.filter((each) => each !== asked);
  };

  const ask = (text: string, showClosed: boolean): { readonly view: Promise<AlertView>; readonly showClosed: boolean; readonly problem: Failure | null } => {
    const typed = text.trim();
    if (typed === '') return { view: Promise.resolve(plainView()), showClosed, problem: null };
    const query = alertQuery(typed, { now: clock.now(), me: ports.me() });
    // A query that cannot be read hides nothing: an alert must not vanish behind a half-typed matcher.
    if (!query.ok) return { view: Promise.resolve(plainView()), showClosed, problem: query.error };
    const closed = showClosed || query.value.wantsClosed;
    const known = views.find((each) => each.text === typed);
    if (known !== undefined && !(known.ages && clock.mono() - known.at > agesFor)) return { view: known.view, showClosed: closed, problem: null };
    if (known !== undefined) drop(known);
    let stop = (): void => undefined;
    let isStopped = false;
    const wider = views.findLast((each) => !each.ages && narrows(query.value.query, each.query));
    const view = filtered(query.value.holds, wider, (take) => {
      if (!isStopped) stop = index.onTurned(take);
    });
    const halt = (): void => {
      isStopped = true;
      stop();
    };
    views.push({ text: typed, query: query.value.query, view, ages: query.value.ages, at: clock.mono(), stop: halt });
    const [oldest] = views;
    if (views.length > mostViews && oldest !== undefined) drop(oldest);
    return { view, showClosed: closed, problem: null };
  };

  return {
    async page(query, revision) {
      const { view, showClosed, problem } = ask(query.search, query.showClosed);
      const list = await view;
      const sections = list.sections(showClosed);
      const column = problem?.values['column'];
      return {
        revision,
        total: sections.reduce((sum, { count }) => sum + count, 0),
        sections,
        rows: list.rows(showClosed, query.offset, query.limit).map(({ record, standing }) => ({
          ...rowOf(book.dated(record), standing, ports.caseOf(record.id)),
          behind: list === calmer ? storm.behind(record.id) : 0,
        })),
        problem: problem === null ? null : explain(problem, ports.locale()).message,
        problemAt: typeof column === 'number' ? column : null,
        storm: storm.state(),
      };
    },
    async find(text, showClosed) {
      const asked = ask(text, showClosed);
      const list = text.trim() === '' || asked.problem !== null ? index.view : await asked.view;
      return { alerts: list.rows(asked.showClosed, 0, Infinity), problem: asked.problem };
    },
    refold(ids) {
      if (storm.state() === null) calmer = null;
      else if (calmer === null) calmer = new AlertView(({ record }) => !storm.isFolded(record.id), index.view);
      else {
        const entries = ids.flatMap((id) => index.get(id) ?? []);
        calmer.replace({ removed: new Set(entries), added: entries });
      }
    },
    ages: () => views.some((each) => each.ages),
  };
}
