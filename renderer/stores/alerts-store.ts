import { create } from 'zustand';
import type { z } from 'zod';
import type { AlertRow } from '../../core/alert/alert';
import type { Failure } from '../../core/errors';
import type { mainContract } from '../../core/ipc/contract';
import { desk } from '../desk';
import { keep } from './keep';

type AlertPage = z.output<typeof mainContract.alerts.page.output>;
export type Sections = AlertPage['sections'];
export type Storm = NonNullable<AlertPage['storm']>;

interface KeptPage {
  readonly revision: number;
  readonly rows: readonly AlertRow[];
}

interface AlertsState {
  readonly search: string;
  readonly showClosed: boolean;
  /** Counts up with each new question, so that a late answer to an old one is thrown away. */
  readonly question: number;
  /** The question whose answer is shown. */
  readonly answered: number;
  /** The newest revision heard of; pages of an older one are shown until they are fetched again. */
  readonly revision: number;
  readonly total: number;
  readonly sections: Sections;
  readonly pages: ReadonlyMap<number, KeptPage>;
  /** Rows on screen, first and last. */
  readonly range: readonly [number, number];
  /** When the last answer came, epoch ms; null = none came yet. */
  readonly answeredAt: number | null;
  readonly failure: Failure | null;
  /** What is wrong with the search, or null. */
  readonly problem: string | null;
  /** Where in the search, counted in characters from 1. */
  readonly problemAt: number | null;
  readonly storm: Storm | null;
  /** The cursor follows the alert, not the row. */
  readonly cursor: string | null;
  /** Where the cursor's alert was last seen. */
  readonly cursorRow: number;
  /** Another search: the cursor stays on what is shown until the answer comes, then goes to its first row. */
  readonly toTop: boolean;
  readonly selected: ReadonlySet<string>;
}

/** Rows fetched at once. */
export const pageSize = 100;

export const emptyAlerts: AlertsState = {
  search: '',
  showClosed: false,
  question: 0,
  answered: 0,
  revision: 0,
  total: 0,
  sections: [],
  pages: new Map(),
  range: [0, pageSize - 1],
  answeredAt: null,
  failure: null,
  problem: null,
  problemAt: null,
  storm: null,
  cursor: null,
  cursorRow: 0,
  toTop: false,
  selected: new Set(),
};

export const useAlerts = create<AlertsState>()(() => emptyAlerts);

/** The row at a place, or null where its page has not come yet. */
export function rowAt(state: Pick<AlertsState, 'pages'>, row: number): AlertRow | null {
  return state.pages.get(Math.floor(row / pageSize))?.rows[row % pageSize] ?? null;
}

/** Where an alert is among the loaded rows, or -1. */
export function placeOf(state: Pick<AlertsState, 'pages'>, id: string): number {
  for (const [page, kept] of state.pages) {
    const at = kept.rows.findIndex((row) => row.id === id);
    if (at >= 0) return page * pageSize + at;
  }
  return -1;
}

/** The pages on screen that are missing or of an older revision. */
export function wantedPages(
  state: Pick<AlertsState, 'pages' | 'range' | 'revision' | 'total' | 'answeredAt'>,
): readonly number[] {
  const last = state.answeredAt === null ? 0 : Math.max(0, Math.min(state.range[1], state.total - 1));
  const wanted: number[] = [];
  for (
    let page = Math.floor(Math.min(state.range[0], last) / pageSize);
    page <= Math.floor(last / pageSize);
    page += 1
  ) {
    const kept = state.pages.get(page);
    if (kept === undefined || kept.revision < state.revision) wanted.push(page);
  }
  return wanted;
}

/** Takes an answer in: rows that did not change keep their reference, stale pages off screen are let go, the cursor finds its alert. */
function withPage(state: AlertsState, page: number, answer: AlertPage, at: number): AlertsState {
  const revision = Math.max(state.revision, answer.revision);
  const first = Math.floor(state.range[0] / pageSize);
  const last = Math.floor(state.range[1] / pageSize);
  const pages = new Map(
    [...state.pages].filter(([number, kept]) => kept.revision >= revision || (number >= first && number <= last)),
  );
  const known = new Map((state.pages.get(page)?.rows ?? []).map((row) => [row.id, row]));
  pages.set(page, { revision: answer.revision, rows: answer.rows.map((row) => keep(known.get(row.id) ?? row, row)) });
  const next: AlertsState = {
    ...state,
    revision,
    pages,
    answered: state.question,
    total: answer.total,
    sections: keep(state.sections, answer.sections),
    problem: answer.problem,
    problemAt: answer.problemAt,
    storm: keep(state.storm, answer.storm),
    answeredAt: at,
    failure: null,
  };
  if (next.toTop) return { ...next, toTop: false, cursor: rowAt(next, 0)?.id ?? null, cursorRow: 0 };
  const found =
    next.cursor === null
      ? -1
      : placeOf({ pages: new Map([[page, pages.get(page) ?? { revision, rows: [] }]]) }, next.cursor);
  if (found >= 0) return { ...next, cursorRow: found };
  if (next.cursor === null) {
    const top = rowAt(next, 0);
    return top === null ? next : { ...next, cursor: top.id, cursorRow: 0 };
  }
  return next;
}

/** What an act acts on: the selection, else the cursor's alert. */
export function actedOn(state: Pick<AlertsState, 'selected' | 'cursor'>): readonly string[] {
  if (state.selected.size > 0) return [...state.selected];
  return state.cursor === null ? [] : [state.cursor];
}

let fetching = false;

/** Fetches what is on screen and missing or old, until nothing is: one question at a time. */
export async function fetchAlerts(): Promise<void> {
  if (fetching) return;
  fetching = true;
  try {
    for (;;) {
      const { search, showClosed, question } = useAlerts.getState();
      const page = wantedPages(useAlerts.getState())[0];
      if (page === undefined) return;
      const answer = await desk().alerts.page({ offset: page * pageSize, limit: pageSize, search, showClosed });
      if (useAlerts.getState().question !== question) continue;
      if (!answer.ok) {
        useAlerts.setState((state) => ({ failure: keep(state.failure, answer.error) }));
        return;
      }
      useAlerts.setState((state) => withPage(state, page, answer.value, Date.now()));
      // A page that is not of the revision just announced would be asked for again and again: take its word.
      if (answer.value.revision < useAlerts.getState().revision) return;
    }
  } finally {
    fetching = false;
  }
}

/** A push said that the list is now at this revision. */
export function alertsChanged(revision: number): void {
  if (revision === useAlerts.getState().revision && useAlerts.getState().answeredAt !== null) return;
  // A restarted console counts from the beginning again.
  useAlerts.setState((state) =>
    revision < state.revision
      ? { revision, pages: new Map([...state.pages].map(([page, kept]) => [page, { ...kept, revision: -1 }])) }
      : { revision },
  );
  void fetchAlerts();
}

/** Asks everything anew: another workspace, or after a failure. */
export function reloadAlerts(): void {
  useAlerts.setState((state) => ({ question: state.question + 1, pages: new Map(), answeredAt: null, failure: null }));
  void fetchAlerts();
}

/** Another workspace: nothing of the old one stays. */
export function forgetAlerts(): void {
  useAlerts.setState((state) => ({ ...emptyAlerts, question: state.question + 1 }));
  void fetchAlerts();
}

export function searchAlerts(change: { readonly search?: string; readonly showClosed?: boolean }): void {
  useAlerts.setState((state) => ({
    ...change,
    question: state.question + 1,
    // What was found before stays on screen until the answer: a list that blinks at every key cannot be read.
    pages: new Map([...state.pages].map(([page, kept]) => [page, { ...kept, revision: -1 }])),
    range: [0, pageSize - 1],
    toTop: true,
    selected: new Set(),
  }));
  void fetchAlerts();
}

export function showRows(first: number, last: number): void {
  const { range } = useAlerts.getState();
  if (range[0] === first && range[1] === last) return;
  useAlerts.setState({ range: [first, last] });
  void fetchAlerts();
}

/** Moves the cursor by rows; an alert whose row is not loaded yet is waited for at its place. */
export function moveCursor(by: number): void {
  useAlerts.setState((state) => {
    if (state.total === 0) return state;
    const cursorRow = Math.min(state.total - 1, Math.max(0, state.cursorRow + by));
    const row = rowAt(state, cursorRow);
    return row === null ? state : { cursorRow, cursor: row.id };
  });
}

export function putCursor(id: string): void {
  useAlerts.setState((state) => {
    const place = placeOf(state, id);
    return { cursor: id, cursorRow: place < 0 ? state.cursorRow : place, toTop: false };
  });
}

export function toggleSelected(id: string): void {
  useAlerts.setState((state) => {
    const selected = new Set(state.selected);
    if (!selected.delete(id)) selected.add(id);
    return { selected };
  });
}

export function clearSelection(): void {
  useAlerts.setState((state) => (state.selected.size === 0 ? state : { selected: new Set() }));
}
