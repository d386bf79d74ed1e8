import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMatchers } from '../alert/matcher';
import { fileWindow, writtenMoment } from './file-window';
import { isInForce, muteOver, nextTurn, readMute } from './in-force';
import { longestMute, type Mute } from './mute';
import { matcherText, toSourceMatcher } from './source-matchers';

const mute = (change: Partial<Mute> = {}): Mute => ({ id: 'm', kind: 'mute', when: 'job="db"', why: 'x', by: 'kim', from: 1_000, until: 2_000, even911: false, ...change });
const all = (...mutes: readonly Mute[]) => mutes.flatMap((each) => readMute(each) ?? []);

describe('a mute in force', () => {
  it('law: holds until the millisecond of its end, and changes only where it says it will', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }), fc.constantFrom('mute' as const, 'window' as const), fc.integer({ min: 0, max: 30_000 }), (from, length, kind, now) => {
        const one = mute({ kind, from, until: from + length });
        expect(isInForce(one, from + length)).toBe(false);
        expect(isInForce(one, from + length - 1)).toBe(true);
        const turn = Math.min(nextTurn(all(one), now), 40_000);
        expect(isInForce(one, turn - 1)).toBe(isInForce(one, now));
      }),
    );
  });

  it('is over where its end is further away than a mute can be: the clock was set back', () => {
    expect(isInForce(mute({ from: 0, until: longestMute + 2 }), 1)).toBe(false);
    expect(isInForce(mute({ from: 0, until: longestMute + 1 }), 1)).toBe(true);
  });

  it('of several names the one that ends last, and leaves what is urgent to one that says so', () => {
    const mutes = all(mute({ id: 'a' }), mute({ id: 'b', until: 3_000 }), mute({ id: 'c', until: 2_500, even911: true }), mute({ id: 'd', until: 9_000, when: 'job="web"' }));
    expect(muteOver(mutes, { labels: { job: 'db' }, urgent: false }, 1_500)?.id).toBe('b');
    expect(muteOver(mutes, { labels: { job: 'db' }, urgent: true }, 1_500)?.id).toBe('c');
    expect(muteOver(mutes, { labels: { job: 'other' }, urgent: false }, 1_500)).toBeNull();
  });

  it('hides nothing where its matchers cannot be read', () => {
    expect(readMute(mute({ when: 'job=~"("' }))).toBeNull();
    expect(readMute(mute({ when: '' }))).toBeNull();
  });
});

describe('matchers of a source', () => {
  it('law: come back as they were, whatever stands in their values', () => {
    const name = fc.stringMatching(/^[a-z_]{1,8}$/);
    const one = fc.record({ name, value: fc.string({ unit: 'binary', maxLength: 20 }), isEqual: fc.boolean(), isRegex: fc.constant(false) });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (matchers) => {
        const read = parseMatchers(matcherText(matchers));
        expect(read.ok && read.value.map(toSourceMatcher)).toEqual(matchers);
      }),
    );
  });
});

describe('a moment in breakglass.yaml', () => {
  it.each<[string, string | null]>([
    ['2026-11-22T03:00', '2026-11-21T18:00:00Z'],
    ['2026-11-22 03:00:30', '2026-11-21T18:00:30Z'],
    ['2026-11-22T03:00Z', '2026-11-22T03:00:00Z'],
    ['2026-11-22T03:00+01:30', '2026-11-22T01:30:00Z'],
    ['2026-11-22T03:00-08:00', '2026-11-22T11:00:00Z'],
    ['2026-02-29T03:00', null],
    ['2026-13-01T03:00', null],
    ['2026-11-22T24:00', null],
    ['tomorrow', null],
  ])('%s in Seoul is %s', (text, expected) => {
    expect(writtenMoment(text, 'Asia/Seoul')).toBe(expected === null ? null : Date.parse(expected));
  });

  it('is none in a zone that does not exist', () => {
    expect(writtenMoment('2026-11-22T03:00', 'Asia/Nowhere')).toBeNull();
    expect(fileWindow({ id: 'a', when: 'a="b"', from: 'x', until: 'y', why: '', 'even-911': false }, 'UTC')).toBeNull();
  });
});
