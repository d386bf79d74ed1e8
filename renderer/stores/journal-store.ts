import { create } from 'zustand';
import type { Failure } from '../../core/errors';
import type { EntryView, VerifyReport } from '../../core/journal/entry';
import { desk } from '../desk';

interface JournalFilter {
  readonly op: string | null;
  readonly code: string | null;
  readonly text: string | null;
}

interface JournalState {
  readonly filter: JournalFilter;
  /** Newest first. */
  readonly entries: readonly EntryView[];
  /** Where the next, older page begins; null = nothing older. */
  readonly next: string | null;
  readonly loaded: boolean;
  readonly loading: boolean;
  readonly failure: Failure | null;
  readonly question: number;
  readonly report: { readonly at: number; readonly report: VerifyReport } | null;
  readonly verifying: boolean;
  readonly verifyFailure: Failure | null;
}

const noFilter: JournalFilter = { op: null, code: null, text: null };
const pageSize = 200;

export const useJournal = create<JournalState>()(() => ({
  filter: noFilter,
  entries: [],
  next: null,
  loaded: false,
  loading: false,
  failure: null,
  question: 0,
  report: null,
  verifying: false,
  verifyFailure: null,
}));

/** An entry's name over all writers. */
export function entryKey(entry: Pick<EntryView, 'writer' | 'seq'>): string {
  return `${entry.writer}/${entry.seq}`;
}

/** Joins a page to what is there: nothing twice. `newer` pages go in front. */
export function joinEntries(
  there: readonly EntryView[],
  page: readonly EntryView[],
  side: 'newer' | 'older',
): readonly EntryView[] {
  const known = new Set(there.map(entryKey));
  const fresh = page.filter((entry) => !known.has(entryKey(entry)));
  if (fresh.length === 0) return there;
  return side === 'newer' ? [...fresh, ...there] : [...there, ...fresh];
}

async function ask(before: string | null, side: 'newer' | 'older'): Promise<void> {
  const { filter, question } = useJournal.getState();
  useJournal.setState({ loading: true });
  const answer = await desk().journal.page({ before, limit: pageSize, ...filter });
  if (useJournal.getState().question !== question) return;
  if (!answer.ok) {
    useJournal.setState({ loading: false, loaded: true, failure: answer.error });
    return;
  }
  useJournal.setState((state) => {
    const { entries: page, next } = answer.value;
    const overlaps =
      side === 'older' ||
      state.entries.length === 0 ||
      page.some((entry) => state.entries.some((each) => entryKey(each) === entryKey(entry)));
    // More was written than one page holds: a list with a hole in it would be a lie, so it starts over from the top.
    const entries = overlaps ? joinEntries(state.entries, page, side) : page;
    const resumeAt = side === 'older' || state.entries.length === 0 || !overlaps ? next : state.next;
    return { loading: false, loaded: true, failure: null, entries, next: resumeAt };
  });
}

/** Asks from the top, with the filter in force. */
export function reloadJournal(): void {
  endRest();
  useJournal.setState((state) => ({
    question: state.question + 1,
    entries: [],
    next: null,
    loaded: false,
    report: null,
    verifyFailure: null,
  }));
  void ask(null, 'newer');
}

export function filterJournal(change: Partial<JournalFilter>): void {
  useJournal.setState((state) => ({ filter: { ...state.filter, ...change } }));
  useJournal.setState((state) => ({ question: state.question + 1, entries: [], next: null, loaded: false }));
  void ask(null, 'newer');
}

export function olderEntries(): void {
  const { next, loading } = useJournal.getState();
  if (next !== null && !loading) void ask(next, 'older');
}

/** A run on a hundred hosts writes hundreds of entries: the list is asked for at most this often, milliseconds. */
const pace = 500;

let rest: { readonly timer: ReturnType<typeof setTimeout>; missed: boolean } | null = null;

/** A push said that entries were written. Several in a row are one question, and one more after a while. */
export function journalChanged(): void {
  if (!useJournal.getState().loaded) return;
  if (rest !== null) {
    rest.missed = true;
    return;
  }
  const timer = setTimeout(() => {
    const missed = rest?.missed === true;
    rest = null;
    if (missed) journalChanged();
  }, pace);
  rest = { timer, missed: false };
  queueMicrotask(() => void ask(null, 'newer'));
}

function endRest(): void {
  if (rest !== null) clearTimeout(rest.timer);
  rest = null;
}

export async function verifyJournal(): Promise<void> {
  if (useJournal.getState().verifying) return;
  useJournal.setState({ verifying: true, verifyFailure: null });
  const answer = await desk().journal.verify();
  useJournal.setState(
    answer.ok
      ? { verifying: false, report: { at: Date.now(), report: answer.value } }
      : { verifying: false, verifyFailure: answer.error },
  );
}
