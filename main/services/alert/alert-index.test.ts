import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareWithin, sectionOrder, standed } from '../../../core/alert/order';
import { newRecord } from '../../../core/alert/sighting';
import { readMute } from '../../../core/mute/in-force';
import type { GradingRule } from '../../../core/workspace/files';
import { createAlertBook, type AlertBook } from './alert-book';
import { createAlertIndex, type AlertIndex } from './alert-index';
import { createAlertSurvey } from './alert-survey';

const minute = 60_000;
const names = ['a', 'b', 'c', 'd'] as const;
const grades: readonly GradingRule['grade'][] = ['911', '912', 'noise'];

type Move =
  | { readonly do: 'fire' | 'resolve' | 'ack' | 'snooze'; readonly name: (typeof names)[number] }
  | { readonly do: 'rule'; readonly grade: GradingRule['grade'] }
  | { readonly do: 'mute'; readonly name: (typeof names)[number]; readonly even911: boolean }
  | { readonly do: 'wait'; readonly minutes: number };

const name = fc.constantFrom(...names);
const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ do: fc.constantFrom('fire' as const, 'resolve' as const, 'ack' as const, 'snooze' as const), name }),
  fc.record({ do: fc.constant('rule' as const), grade: fc.constantFrom(...grades) }),
  fc.record({ do: fc.constant('mute' as const), name, even911: fc.boolean() }),
  // A clock may be set back, too.
  fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: -30, max: 600 }) }),
);

const rule = (grade: GradingRule['grade']): GradingRule => ({ when: 'name=~"a|b|c"', grade, ring: 'ask', overdue: 'morning', 'group-by': [] });

function mute(when: string, now: number, even911: boolean) {
  return readMute({ id: 'm', kind: 'mute', when, why: '', by: 'kim', from: now, until: now + 45 * minute, even911 }) ?? [];
}

function play(book: AlertBook, move: Move, now: number): void {
  switch (move.do) {
    case 'rule':
      return book.setRules([rule(move.grade)]);
    case 'mute':
      return book.setMutes([mute(`name="${move.name}"`, now, move.even911)].flat());
    case 'wait':
      return;
    case 'fire':
      return book.put({ ...newRecord('c', move.name, now), labels: { name: move.name } });
    default: {
      const record = book.get(`c/${move.name}`);
      if (record === undefined) return;
      if (move.do === 'resolve') book.put({ ...record, open: false, resolvedAt: now });
      if (move.do === 'ack') book.put({ ...record, ack: { by: 'kim', at: now, until: now + 20 * minute } });
      if (move.do === 'snooze') book.put({ ...record, snooze: { by: 'kim', at: now, until: now + 30 * minute, why: '', worse: null } });
    }
  }
}

function listed(index: AlertIndex): string[] {
  return sectionOrder.map((section) => `${section}: ${index.view.list(section).map(({ record }) => record.id).join(' ')}`);
}

/** The slow way: everything weighed and sorted anew. */
function sorted(book: AlertBook, now: number): string[] {
  const all = [...book.records()].map((record) => standed(record, book.standing(record, now)));
  return sectionOrder.map((section) => {
    const own = all.filter(({ standing }) => standing.section === section).sort(compareWithin);
    return `${section}: ${own.map(({ record }) => record.id).join(' ')}`;
  });
}

describe('the index', () => {
  it('law: lists and counts what weighing everything anew would, whatever came in whatever order', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 30 }), (played) => {
        const book = createAlertBook();
        const index = createAlertIndex(book);
        let now = 1_700_000_000_000;
        const survey = createAlertSurvey(book, index, { now: () => now, mono: () => now, boot: '' });
        for (const move of played) {
          if (move.do === 'wait') now += move.minutes * minute;
          play(book, move, now);
          index.turn(now);
          expect(listed(index)).toEqual(sorted(book, now));
          const held = [...book.records()].map((record) => book.standing(record, now)).filter((standing) => standing.mute !== null);
          expect(survey.held()).toEqual({ held: held.length, held911: held.filter(({ urgent }) => urgent).length });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('takes in a mute over very many alerts piece by piece, and all of it', () => {
    const book = createAlertBook();
    const index = createAlertIndex(book);
    for (let at = 0; at < 4_500; at += 1) book.put({ ...newRecord('c', String(at), 1_000), labels: { name: 'a' } });
    const settle = (): number => {
      let turns = 1;
      for (index.turn(2_000); index.hasMore(); index.turn(2_000)) turns += 1;
      return turns;
    };
    expect([settle(), index.view.count('ungraded')]).toEqual([3, 4_500]);
    book.setMutes([mute('name="a"', 1_000, true)].flat());
    const changed = index.turn(2_000);
    expect([changed.size, index.hasMore(), index.view.count('muted')]).toEqual([2_000, true, 2_000]);
    expect([settle(), index.view.count('muted')]).toEqual([2, 4_500]);
  });
});
