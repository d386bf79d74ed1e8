import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrows } from './narrows';
import { standed, type Standed } from './order';
import { alertQuery, type AlertQuery } from './query';
import { newRecord } from './sighting';
import { standingOf } from './standing';

const now = Date.parse('2026-11-22T02:10:00Z');

function read(text: string): AlertQuery {
  const query = alertQuery(text, { now, me: 'kim' });
  if (!query.ok) throw new Error(query.error.code);
  return query.value;
}

const word = fc.stringMatching(/^[ab]{1,3}$/);
const term = fc.oneof(word, word.map((text) => `-${text}`), word.map((text) => `team="${text}"`), word.map((text) => `team!="${text}"`), fc.constantFrom('grade:911', '-grade:911', 'state:acked', 'age>1h', 'owner:none'));
const query = fc.array(fc.array(term, { minLength: 1, maxLength: 3 }).map((terms) => terms.join(' ')), { minLength: 1, maxLength: 2 }).map((all) => all.join(' OR '));
const alert = fc.record({ title: fc.stringMatching(/^[ab]{1,5}$/), team: word, isUrgent: fc.boolean(), isAcked: fc.boolean(), hours: fc.integer({ min: 0, max: 3 }) }).map(({ title, team, isUrgent, isAcked, hours }): Standed => {
  const verdict = { grade: isUrgent ? ('911' as const) : ('noise' as const), who: 'kim', why: '', at: now };
  const ack = isAcked ? { by: 'kim', at: now, until: null } : null;
  const record = { ...newRecord('c', title, now), title, labels: { team }, verdict, ack, startsAt: now - hours * 3_600_000 };
  return standed(record, standingOf(record, null, now));
});

describe('a query that narrows another', () => {
  it.each([
    ['di', 'd', true],
    ['pay host', 'pay', true],
    ['team="a" pay', 'team="a"', true],
    ['-d', '-di', true],
    ['-di', '-d', false],
    ['d', 'di', false],
    ['pay OR host', 'pay', false],
    ['age>2h', 'age>2h', false],
  ])('%s after %s: %s', (one, other, expected) => {
    expect(narrows(read(one).query, read(other).query)).toBe(expected);
  });

  it('law: finds nothing that the other did not find', () => {
    let seen = 0;
    fc.assert(
      fc.property(query, term, fc.array(alert, { maxLength: 20 }), fc.boolean(), query, (before, more, alerts, isLonger, other) => {
        const [one, two] = [read(isLonger ? `${before} ${more}` : other), read(before)];
        if (!narrows(one.query, two.query)) return;
        seen += 1;
        for (const each of alerts.filter(one.holds)) expect(two.holds(each)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(seen).toBeGreaterThan(50);
  });
});
