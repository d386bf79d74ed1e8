import { alertRecordSchema, type AlertRecord } from '../../../core/alert/record';
import { joinRecords, readAlertEntry, recorded } from '../../../core/alert/recorded';
import type { SourceNotebook } from '../../ports/alert-source';
import type { Clock } from '../../ports/clock';
import type { Journal } from '../../ports/journal';
import type { Cancel, Schedule } from '../../ports/schedule';
import type { Store } from '../../ports/store';
import type { AlertBook } from './alert-book';

/** How long changes may gather before the store gets them, ms. */
const saveAfter = 2_000;
/** A busy mailbox writes its mark no more often than this, ms. */
const markEvery = 60_000;

export interface AlertMemory {
  /** The epoch that each source had when it was last seen. */
  readonly epochs: ReadonlyMap<string, string>;
  keepEpoch(source: string, epoch: string): void;
  /** What a source wrote down for itself. */
  notebook(source: string): SourceNotebook;
  /** Journals how far a source was read, at most once a minute unless `now`. */
  keepMark(source: string, mark: string, how?: { readonly now: boolean }): void;
  /** Tells that the book changed: the store follows soon. */
  touched(): void;
  flush(): Promise<void>;
}

/** Fills the book with what was known: acts from the journal, machines' last words from the store. */
export async function rememberAlerts(book: AlertBook, journal: Journal, store: Store, schedule: Schedule, clock: Clock): Promise<AlertMemory> {
  const journalled = new Map<string, AlertRecord>();
  const marks = new Map<string, { readonly mark: string; readonly writtenMono: number }>();
  await journal.replay(({ code, data, op, at }) => {
    if (code === 'SOURCE-MARK') {
      const { source, mark } = data;
      if (typeof source === 'string' && typeof mark === 'string') marks.set(source, { mark, writtenMono: -Infinity });
    }
    const entry = readAlertEntry(code, data);
    if (entry !== null) journalled.set(entry.data.alert, recorded(journalled.get(entry.data.alert) ?? null, entry, op, at));
  });
  const stored = new Map((await store.all('alerts')).map(({ key, value }) => [key, recordOf(value)]));
  for (const id of new Set([...stored.keys(), ...journalled.keys()])) {
    const record = joinRecords(stored.get(id) ?? null, journalled.get(id) ?? null);
    if (record !== null) book.put(record);
  }
  const epochs = new Map((await store.all('sources')).map(({ key, value }) => [key, value]));

  let waiting: Cancel | null = null;
  const flush = async (): Promise<void> => {
    waiting?.();
    waiting = null;
    const changes = [...book.takeDirty()].map((key) => {
      const record = book.get(key);
      return { key, value: record === undefined ? null : JSON.stringify(record) };
    });
    if (changes.length > 0) await store.put('alerts', changes);
  };
  return {
    epochs,
    keepEpoch(source, epoch) {
      if (epochs.get(source) === epoch) return;
      epochs.set(source, epoch);
      void store.put('sources', [{ key: source, value: epoch }]);
    },
    notebook: (source) => {
      const space = `notes:${source}`;
      return {
        read: async () => new Map((await store.all(space)).map(({ key, value }) => [key, value])),
        write: (changes) => (changes.length === 0 ? Promise.resolve() : store.put(space, changes)),
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
