import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMatchers } from '../../../core/alert/matcher';
import { fieldMoment, matcherOf, momentField, offeredLabels, splitMatchers, toggledMatcher } from './mute.logic';

describe('matchers in the dialog', () => {
  it('law: a label of any value becomes a matcher that matches exactly it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 30 }), (value, other) => {
        const read = parseMatchers(matcherOf('host', value));
        if (!read.ok) throw new Error(read.error.code);
        expect(read.value[0]?.holds({ host: value })).toBe(true);
        expect(read.value[0]?.holds({ host: other })).toBe(other === value);
      }),
    );
  });

  it('law: pressing a label twice changes nothing, whatever stands in the values', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), fc.string({ maxLength: 20 }), (a, b) => {
        const when = matcherOf('a', a);
        const both = toggledMatcher(when, matcherOf('b', b));
        expect(splitMatchers(both)).toEqual([when, matcherOf('b', b)]);
        expect(toggledMatcher(both, matcherOf('b', b))).toBe(when);
      }),
    );
  });

  it('offers what tells alerts apart first, and no novel', () => {
    expect(offeredLabels({ zone: 'a', severity: 'critical', alertname: 'Disk', long: 'x'.repeat(300) }).map(([name]) => name)).toEqual(['alertname', 'severity', 'zone']);
  });
});

it('a moment goes through its field and comes back, to the minute', () => {
  const at = Date.parse('2026-11-22T10:05:00Z');
  expect(fieldMoment(momentField(at))).toBe(at);
  expect(fieldMoment('')).toBeNull();
  expect(fieldMoment('2026-13-01T00:00')).toBeNull();
});
