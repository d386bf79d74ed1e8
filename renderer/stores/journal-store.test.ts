import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { EntryView } from '../../core/journal/entry';
import { mainContract } from '../../core/ipc/contract';
import { connect, setDesk } from '../desk';
import { filterJournal, joinEntries, journalChanged, olderEntries, reloadJournal, useJournal } from './journal-store';

const entry = (seq: number): EntryView => ({
  writer: 'kim.laptop',
  seq,
  at: seq,
  hlc: '',
  op: 'kim',
  dev: 'laptop',
  code: 'NOTE',
  en: `e${seq}`,
  ko: `k${seq}`,
  data: {},
  alg: 'ed25519',
});
const numbers = (): number[] => useJournal.getState().entries.map((each) => each.seq);
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

let newest = 0;
let asked: { before: string | null; text: string | null }[] = [];

beforeEach(() => {
  newest = 450;
  asked = [];
  const page = async (input: unknown): Promise<unknown> => {
    const { before, limit, text } = input as { before: string | null; limit: number; text: string | null };
    asked.push({ before, text });
    const top = before === null ? newest : Number(before) - 1;
    const bottom = Math.max(1, top - limit + 1);
    const entries = Array.from({ length: top - bottom + 1 }, (_, at) => entry(top - at));
    return { ok: true, value: { entries, next: bottom > 1 ? String(bottom) : null } };
  };
  setDesk(connect(mainContract, { journal: { page } }));
});

describe('the journal list', () => {
  it('pages back to the first entry, without holes and without doubles', async () => {
    reloadJournal();
    await settled();
    for (let turn = 0; turn < 4; turn += 1) {
      olderEntries();
      await settled();
    }
    expect(numbers()).toEqual(Array.from({ length: 450 }, (_, at) => 450 - at));
    expect(asked).toHaveLength(3);
  });

  it('puts what was just written on top, one question for several pushes', async () => {
    reloadJournal();
    await settled();
    newest = 453;
    journalChanged();
    journalChanged();
    journalChanged();
    await settled();
    expect(asked).toHaveLength(2);
    expect(numbers().slice(0, 4)).toEqual([453, 452, 451, 450]);
    expect(useJournal.getState().next).toBe('251');
  });

  it('asks once more, after a while, for what was written meanwhile', async () => {
    vi.useFakeTimers();
    try {
      reloadJournal();
      await vi.advanceTimersByTimeAsync(0);
      newest = 451;
      journalChanged();
      await vi.advanceTimersByTimeAsync(0);
      newest = 460;
      journalChanged();
      journalChanged();
      await vi.advanceTimersByTimeAsync(400);
      expect(asked).toHaveLength(2);
      await vi.advanceTimersByTimeAsync(200);
      expect(asked).toHaveLength(3);
      expect(numbers()[0]).toBe(460);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(asked).toHaveLength(3);
    } finally {
      vi.useRealTimers();
    }
  });

  it('starts over rather than show a list with a hole', async () => {
    reloadJournal();
    await settled();
    newest = 1000;
    journalChanged();
    await settled();
    expect(numbers()[0]).toBe(1000);
    expect(numbers().at(-1)).toBe(801);
    expect(useJournal.getState().next).toBe('801');
  });

  it('asks with the filter', async () => {
    filterJournal({ text: 'ring' });
    await settled();
    expect(asked.at(-1)).toEqual({ before: null, text: 'ring' });
    filterJournal({ text: null });
  });

  it('keeps its reference when a page brings nothing new', () => {
    const there = [entry(2), entry(1)];
    expect(joinEntries(there, [entry(1)], 'older')).toBe(there);
  });
});
