import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertRow, AlertSection } from '../../../core/alert/alert';
import { translate } from '../../locales/translate';
import type { Sections } from '../../stores/alerts-store';
import { itemAt, itemOfRow, rowsWithin, stateWord } from './alert-list.logic';

const names: readonly AlertSection[] = ['911', 'ungraded', '912', 'snoozed', 'noise', 'resolved'];
const sectionsOf = (counts: readonly number[]): Sections => {
  let from = 0;
  return counts.map((count, at) => {
    const section = { section: names[at] ?? 'noise', from, count };
    from += count;
    return section;
  });
};
const anySections = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }).map(sectionsOf);

describe('the lines of the list', () => {
  it('law: every row is on exactly one line, in order, and found again', () => {
    fc.assert(
      fc.property(anySections, (sections) => {
        const lines = Array.from({ length: sections.reduce((sum, { count }) => sum + 1 + count, 0) }, (_, item) => itemAt(sections, item));
        const rows = lines.flatMap((line) => (line?.kind === 'row' ? [line.row] : []));
        expect(rows).toEqual(Array.from({ length: rows.length }, (_, row) => row));
        expect(lines.filter((line) => line?.kind === 'heading')).toHaveLength(sections.length);
        for (const row of rows) expect(itemAt(sections, itemOfRow(sections, row))).toEqual({ kind: 'row', row });
        expect(itemAt(sections, lines.length)).toBeNull();
      }),
    );
  });

  it('law: the rows within a stretch are those of its lines', () => {
    fc.assert(
      fc.property(anySections, fc.nat(100), fc.nat(60), (sections, first, length) => {
        const rows: number[] = [];
        for (let item = first; item <= first + length; item += 1) {
          const line = itemAt(sections, item);
          if (line?.kind === 'row') rows.push(line.row);
        }
        expect(rowsWithin(sections, first, first + length)).toEqual(rows.length === 0 ? null : [rows[0], rows.at(-1)]);
      }),
    );
  });

  it('has no line for a row that is not there', () => {
    expect(itemOfRow(sectionsOf([2, 3]), 5)).toBe(-1);
  });
});

describe('the state in a word', () => {
  const now = 10_000_000;
  const base: AlertRow = {
    id: 'c/1',
    cluster: 'c',
    fingerprint: '1',
    source: 'am',
    title: 'x',
    where: '',
    state: 'firing',
    grade: '911',
    startsAt: 1,
    seenAt: now,
    count: 1,
    flapping: null,
    behind: 0,
    ack: null,
    snooze: null,
    mute: null,
    deadline: null,
    caseId: null,
  };
  const word = (change: Partial<AlertRow>) =>
    stateWord({ ...base, ...change }, now, (key, values) => translate('en', key, values));

  it.each<[Partial<AlertRow>, string, string]>([
    [{}, 'firing', 'red'],
    [{ grade: null }, 'firing', 'red'],
    [{ ack: { by: 'kim', at: now - 120_000, until: null } }, 'kim · 2 min', 'blue'],
    [{ ack: { by: 'kim', at: 1, until: null }, state: 'unknown', seenAt: now - 60_000 }, 'unknown · 1 min', 'violet'],
    [{ snooze: { by: 'kim', until: now + 1_800_000, untilWorse: false } }, 'snoozed · 30 min', 'grey'],
    [{ grade: '912', deadline: now + 7_200_000 }, '2 h left', 'amber'],
    [{ grade: '912', deadline: now - 60_000 }, 'overdue 1 min', 'red'],
    [{ grade: 'noise' }, 'noise', 'grey'],
    [{ state: 'resolved' }, 'resolved', 'grey'],
  ])('%j', (change, text, tone) => {
    expect(word(change)).toMatchObject({ text, tone });
  });
});
