import { alertRecordSchema, type AlertRecord } from '../../../core/alert/record';
import { joinRecords, readAlertEntry, recorded } from '../../../core/alert/recorded';
import { entryOrder } from '../../../core/journal/entry-order';
import type { SourceNotebook } from '../../ports/alert-source';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { Store } from '../../ports/store';
import type { AlertBook } from './alert-book';

/** Records written to the store at once. */
const flushOf = 400;

/** How long changes may gather before the store gets them, ms. */
const saveAfter = 2_000;
/** A busy mailbox writes its mark no more often than this, ms. */
const markEvery = 60_000;

export interface AlertMemory {
  /** The epoch that each source had when it was last seen. */
  readonly epochs: ReadonlyMap<string, string>;
  /** False while a long list is still being read. */
  isComplete(): boolean;
  /** Everything that was known is in the book. */
  readonly complete: Promise<void>;
  keepEpoch(source: string, epoch: string): void;
  /** What a source wrote down for itself. */
  notebook(source: string): SourceNotebook;
  /** Journals how far a source was read, at most once a minute unless `now`. */
  keepMark(source: string, mark: string, how?: { readonly now: boolean }): void;
  /** Tells that the book changed: the store follows soon. */
  touched(): void;
  flush(): Promise<void>;
}

/**
 * Fills the book with what was known: acts from the journal, machines' last words from the store. A long list goes on
 * being read after this resolves: `more` is called for each part.
 */
export async function rememberAlerts(book: AlertBook, journal: Journal, store: Store, schedule: Schedule, clock: Clock, more: () => void): Promise<AlertMemory> {
  const journalled = new Map<string, AlertRecord>();
  const marks = new Map<string, { readonly mark: string; readonly writtenMono: number }>();
  await journal.replay(({ code, data, op, dev, at, hlc, seq }) => {
    if (code === 'SOURCE-MARK') {
      const { source, mark } = data;
      if (typeof source === 'string' && typeof mark === 'string') marks.set(source, { mark, writtenMono: -Infinity });
    }
    const entry = readAlertEntry(code, data);
    if (entry !== null) journalled.set(entry.data.alert, recorded(journalled.get(entry.data.alert) ?? null, entry, { op, at, order: entryOrder({ hlc, writer: `${op}.${dev}`, seq }) }));
  });
  const join = (id: string, stored: AlertRecord | null): void => {
    const record = joinRecords(stored, journalled.get(id) ?? null);
    journalled.delete(id);
    if (record === null) return;
    // What the store has need not be written to it again.
    if (stored === null) book.put(record);
    else book.load(record);
  };
  const pages = store.pages('alerts')[Symbol.asyncIterator]();
  /** Gives whether more may follow. */
  const takePage = async (): Promise<boolean> => {
    const page = await pages.next();
    if (page.done === true) return false;
    for (const { key, value } of page.value) join(key, recordOf(value));
    return true;
  };
  const takeRest = async (): Promise<void> => {
    while (await takePage()) more();
    // Acts on alerts that the store lost: the journal is the truth.
    for (const id of [...journalled.keys()]) join(id, null);
    isComplete = true;
    more();
  };
  const epochs = new Map((await store.all('sources')).map(({ key, value }) => [key, value]));

  let isComplete = false;
  let waiting: Cancel | null = null;
  const flush = async (): Promise<void> => {
    waiting?.();
    waiting = null;
    const ids = [...book.takeDirty()];
    for (let at = 0; at < ids.length; at += flushOf) {
      const changes = ids.slice(at, at + flushOf).map((key) => {
        const record = book.get(key);
        return { key, value: record === undefined ? null : JSON.stringify(record) };
      });
      // One after the other: a hundred thousand records on their way at once would fill the memory.
      await store.put('alerts', changes);
    }
  };

  // The first page is there before anybody asks; the rest of a long list comes while people look at it.
  const complete = (await takePage()) && (await takePage()) ? takeRest() : null;
  if (complete === null) await takeRest();
  return {
    epochs,
    isComplete: () => isComplete,
    complete: complete ?? Promise.resolve(),
    keepEpoch(source, epoch) {
      if (epochs.get(source) === epoch) return;
      epochs.set(source, epoch);
      void store.put('sources', [{ key: source, value: epoch }]);
    },
    notebook: (source) => {
      const space = `notes:${source}`;
      return {
        read: async () => new Map((await store.all(space)).map(({ key, value }) => [key, value])),
        write: async (changes) => {
          if (changes.length > 0 && !(await store.put(space, changes))) throw new Error('the cache could not be written');
        },
        mark: () => marks.get(source)?.mark ?? null,
      };
    },
    keepMark(source, mark, { now } = { now: false }) {
      const last = marks.get(source);
      if (last?.mark === mark || (!now && last !== undefined && clock.mono() - last.writtenMono < markEvery)) return;
      marks.set(source, { mark, writtenMono: clock.mono() });
      journal.appendLate('SOURCE-MARK', { source, mark });
    },
    touched() {
      waiting ??= schedule.after(saveAfter, () => void flush());
    },
    flush,
  };
}

/** A row of the cache; one that an older version wrote in another shape is as good as deleted. */
function recordOf(text: string): AlertRecord | null {
  try {
    const read = alertRecordSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
