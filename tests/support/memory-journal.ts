import { ok } from '../../core/errors';
import { entrySpecs, type EntryCode } from '../../core/journal/codes';
import { hlcNext } from '../../core/journal/hybrid-clock';
import type { Journal } from '../../main/ports/journal';

export interface Recorded {
  readonly at: number;
  readonly hlc: string;
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A journal in memory: every entry is checked against its schema, nothing is signed. */
export function createMemoryJournal(now: () => number, op = 'kim'): Journal & { readonly entries: Recorded[] } {
  const entries: Recorded[] = [];
  const record = (code: EntryCode, data: unknown): void => {
    entries.push({ at: now(), hlc: hlcNext(entries.at(-1)?.hlc ?? null, now()), code, data: entrySpecs[code].data.parse(data) });
  };
  return {
    entries,
    append: async (code, data) => {
      record(code, data);
      return ok({ seq: entries.length, hash: '0'.repeat(64), at: now(), hlc: entries.at(-1)?.hlc ?? '' });
    },
    appendLate: record,
    page: async () => ({ entries: [], next: null }),
    replay: async (visit) => {
      entries.forEach((entry, index) => {
        visit({ seq: index + 1, op, dev: 'laptop', ...entry });
      });
    },
    sawClock: () => undefined,
    verify: async () => ({ ok: true, writers: [] }),
    status: () => ({ state: 'writing', writer: `${op}.laptop`, seq: entries.length, head: '', problem: null }),
    onAppend: () => () => undefined,
    onStatus: () => () => undefined,
    close: async () => undefined,
  };
}
