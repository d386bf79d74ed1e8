import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeenAlert } from '../../../core/alert/alert';
import type { AlertRecord } from '../../../core/alert/record';
import type { Look } from '../../../core/alert/sighting';
import { seenAlert } from '../../../tests/support/alert-world';
import { createAlertBook, type AlertBook, type Turned } from './alert-book';

const look = (at: number, change: Partial<Look> = {}): Look => ({ source: 'am', cluster: 'c', at, forgetful: false, ...change });

function sight(book: AlertBook, alerts: readonly SeenAlert[], gone: readonly string[] | null, at: number, change: Partial<Look> = {}): Turned[] {
  return [...book.sight(alerts, gone, look(at, change))];
}

/** Without the source that named it last: of two that agree, either may be shown. */
const shown = (book: AlertBook): AlertRecord[] => [...book.records()].map((record) => ({ ...book.dated(record), source: '' })).sort((a, b) => (a.id < b.id ? -1 : 1));

type Move = { readonly do: 'answer'; readonly names: readonly string[]; readonly worse: readonly string[]; readonly source: 'am' | 'am2'; readonly forgetful: boolean } | { readonly do: 'quiet' | 'remove'; readonly source: 'am' | 'am2' };

const names = ['a', 'b', 'c', 'd', 'e'] as const;
const source = fc.constantFrom('am' as const, 'am2' as const);
const some = fc.subarray([...names]);
const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('answer' as const), names: some, worse: some, source, forgetful: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('quiet' as const, 'remove' as const), source }) },
);

describe('the book', () => {
  it('law: differences leave it exactly as whole answers do, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 25 }), (played) => {
        const whole = createAlertBook();
        const bit = createAlertBook();
        const before = new Map<string, Map<string, string>>();
        played.forEach((move, step) => {
          const at = 1_000_000 + step * 15_000;
          if (move.do === 'quiet') for (const book of [whole, bit]) expect([...book.quiet(move.source)].length).toBeLessThan(2);
          if (move.do === 'remove') {
            for (const book of [whole, bit]) book.removeSource(move.source, at);
            before.delete(move.source);
          }
          if (move.do !== 'answer') return;
          const alerts = move.names.map((name) => seenAlert(name, {}, { suppressed: move.worse.includes(name) }));
          sight(whole, alerts, null, at, move);
          const known = before.get(move.source) ?? null;
          const now = new Map(alerts.map((alert) => [alert.fingerprint, JSON.stringify(alert)]));
          sight(bit, alerts.filter((alert) => known?.get(alert.fingerprint) !== now.get(alert.fingerprint)), known === null ? null : [...known.keys()].filter((name) => !now.has(name)), at, move);
          before.set(move.source, now);
        });
        expect(shown(bit)).toEqual(shown(whole));
      }),
      { numRuns: 400 },
    );
  });

  it('follows nobody but what changed', () => {
    const book = createAlertBook();
    const changed = book.follow();
    sight(book, Array.from({ length: 1_000 }, (_, at) => seenAlert(`a${String(at)}`)), null, 1);
    expect(changed().size).toBe(1_000);
    sight(book, [seenAlert('a7', {}, { annotations: { summary: 'worse' } })], ['a8'], 2);
    expect([...changed()].sort()).toEqual(['c/a7', 'c/a8']);
    sight(book, [], [], 3);
    // Missed for the second time: gone.
    expect([...changed()]).toEqual(['c/a8']);
    expect(book.get('c/a8')?.open).toBe(false);
  });

  it('dates what an answer did not have to mention', () => {
    const book = createAlertBook();
    sight(book, [seenAlert('a')], null, 1_000);
    sight(book, [], [], 9_000);
    const record = book.get('c/a');
    expect(record === undefined ? null : book.dated(record).seenAt).toBe(9_000);
  });

  it('takes a long answer in pieces and says so', () => {
    const book = createAlertBook();
    const pieces = sight(book, Array.from({ length: 1_000 }, (_, at) => seenAlert(`a${String(at)}`)), null, 1);
    expect(pieces.map(({ more }) => more)).toEqual(['after-a-breath', 'after-a-breath', 'now', 'none']);
    expect(pieces.flatMap(({ fired }) => fired)).toHaveLength(1_000);
  });
});
