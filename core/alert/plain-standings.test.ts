import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRules } from './grade';
import { PlainStandings } from './plain-standings';
import type { AlertRecord } from './record';
import { newRecord } from './sighting';
import { standingOf } from './standing';
import { readMute } from '../mute/in-force';

const now = 1_000_000;
const rules = [null, ...readRules([{ when: 'a="1"', grade: '911', ring: 'ask', overdue: 'morning', 'group-by': [] }, { when: 'a="2"', grade: '912', ring: 'ask', overdue: 'morning', 'group-by': [] }, { when: 'a="3"', grade: 'noise', ring: 'ask', overdue: 'morning', 'group-by': [] }])];
const mute = readMute({ id: 'm', kind: 'mute', when: 'a="3"', why: '', by: 'kim', from: 0, until: now + 1, even911: true });
const rare = <T>(value: T): fc.Arbitrary<T | null> => fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constant(value) });

const record = fc.record({
  open: fc.boolean(),
  label: fc.constantFrom('1', '2', '3'),
  holders: fc.constantFrom({}, { am: { missed: 0, sure: true, suppressed: false } }, { am: { missed: 0, sure: true, suppressed: true } }),
  ack: rare({ by: 'kim', at: now, until: now + 5 }),
  snooze: rare({ by: 'kim', at: now, until: now + 5, why: '', worse: null }),
  verdict: rare({ grade: '911' as const, who: 'kim', why: '', at: now }),
  firings: fc.constantFrom([now], [now, now, now, now]),
});

describe('plain standings', () => {
  it('law: are equal to what was weighed, for any alert under any rule', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ record, rule: fc.constantFrom(...rules), isMuted: fc.boolean() }), { maxLength: 30 }), (weighed) => {
        const plain = new PlainStandings();
        for (const { record: own, rule, isMuted } of weighed) {
          const { label, ...rest } = own;
          const alert: AlertRecord = { ...newRecord('c', 'a', now), ...rest, labels: { a: label } };
          const standing = standingOf(alert, rule, now, isMuted && mute !== null ? [mute] : []);
          expect(plain.one(alert, standing)).toEqual(standing);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are one for all that only their rule tells apart', () => {
    const plain = new PlainStandings();
    const one = (name: string) => {
      const alert = newRecord('c', name, now);
      return plain.one(alert, standingOf(alert, null, now));
    };
    expect(one('a')).toBe(one('b'));
  });
});
