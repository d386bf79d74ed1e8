import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deed } from './deed';
import { newRecord, refired, resolved } from './sighting';
import { withDeeds } from './with-deeds';

const start = 1_000_000_000;
const minute = 60_000;
const firing = newRecord('am', 'disk', start);

let counter = 0;
const deed = (by: string, code: Deed['code'], minutes: number, data: Record<string, unknown> = {}): Deed => {
  counter += 1;
  return { order: `${String(start + minutes * minute).padStart(16, '0')} ${by} ${String(counter)}`, by, at: start + minutes * minute, code, data, over: false };
};

describe('what stands of everybody’s deeds', () => {
  it('an ack of another stands with who and when, and a second one beside it', () => {
    const both = [deed('kim', 'ALERT-ACK', 1), deed('lee', 'ALERT-ACK', 2)];
    expect(withDeeds(firing, both).ack).toEqual({ by: 'lee', at: start + 2 * minute, until: null });
    // Lee gives back what Lee has; that Kim has it Lee may not even have heard.
    expect(withDeeds(firing, [...both, deed('lee', 'ALERT-UNACK', 3)]).ack?.by).toBe('kim');
    expect(withDeeds(firing, [...both, deed('lee', 'ALERT-UNACK', 3), deed('lee', 'ALERT-UNACK', 4, { of: 'kim' })]).ack).toBeNull();
  });

  it('an ack is about the firing that it was given in, on a console that saw this firing earlier, too', () => {
    const again = refired(resolved(firing, start + 10 * minute), start + 60 * minute, start + 58 * minute);
    expect(withDeeds(again, [deed('kim', 'ALERT-ACK', 9)]).ack).toBeNull();
    expect(withDeeds(again, [deed('kim', 'ALERT-ACK', 59)]).ack?.by).toBe('kim');
    const flapping = refired(resolved(firing, start + 10 * minute), start + 11 * minute, start + 11 * minute);
    expect(withDeeds(flapping, [deed('kim', 'ALERT-ACK', 9)]).ack?.by).toBe('kim');
  });

  it('of grades the latest stands, an undo takes back one’s own, and a lapse ends the very ack that lapsed', () => {
    const grades = [deed('kim', 'ALERT-GRADE', 1, { grade: '912', why: 'x' }), deed('lee', 'ALERT-GRADE', 2, { grade: 'noise', why: 'y', reason: 'not-real' })];
    expect(withDeeds(firing, grades)).toMatchObject({ verdict: { grade: 'noise', who: 'lee' }, noises: [{ reason: 'not-real' }] });
    expect(withDeeds(firing, [...grades, deed('lee', 'ALERT-UNGRADE', 3)])).toMatchObject({ verdict: { grade: '912', who: 'kim' }, noises: [] });
    const until = start + 30 * minute;
    const lapsing = [deed('kim', 'ALERT-ACK', 1, { until }), deed('', 'ALERT-ACK-LAPSED', 31, { by: 'kim', until })];
    expect(withDeeds(firing, lapsing).ack).toBeNull();
    expect(withDeeds(firing, [...lapsing, deed('kim', 'ALERT-ACK', 5, { until: until + minute })]).ack?.until).toBe(until + minute);
  });

  it('law: any order and any portions of arrival, and any repetition, give the same', () => {
    const one = fc.record({
      by: fc.constantFrom('kim', 'lee', 'park'),
      minutes: fc.integer({ min: -20, max: 120 }),
      what: fc.constantFrom<readonly [Deed['code'], Record<string, unknown>]>(
        ['ALERT-ACK', {}],
        ['ALERT-ACK', { until: start + 90 * minute }],
        ['ALERT-UNACK', {}],
        ['ALERT-UNACK', { of: 'kim' }],
        ['ALERT-GRADE', { grade: 'noise', why: 'x' }],
        ['ALERT-GRADE', { grade: '911', why: 'y' }],
        ['ALERT-UNGRADE', {}],
        ['ALERT-SNOOZE', { until: start + 60 * minute, why: 'z' }],
        ['ALERT-UNSNOOZE', {}],
        ['ALERT-WORSE', {}],
        ['ALERT-NOTE', { text: 'n' }],
      ),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 14 }), fc.array(fc.nat(1_000), { minLength: 30, maxLength: 30 }), fc.boolean(), (wanted, dice, again) => {
        const deeds = wanted.map(({ by, minutes, what: [code, data] }) => deed(by, code, minutes, data));
        const here = again ? refired(resolved(firing, start + 10 * minute), start + 60 * minute, start + 60 * minute) : firing;
        const whole = withDeeds(here, deeds);
        // Arrival: shuffled, some twice, folded after each portion onto what stood before.
        const shuffled = [...deeds, ...deeds.slice(0, 3)].map((each, at) => ({ each, key: dice[at % 30] ?? 0 })).sort((a, b) => a.key - b.key).map(({ each }) => each);
        let arrived: Deed[] = [];
        let stands = here;
        for (let at = 0; at < shuffled.length; ) {
          const size = 1 + ((dice[(at + 7) % 30] ?? 0) % 4);
          arrived = [...arrived, ...shuffled.slice(at, at + size)];
          stands = withDeeds(stands, arrived);
          at += size;
        }
        const shown = ({ ack, snooze, verdict, notes, noises }: typeof whole) => ({ ack, snooze, verdict, notes, noises });
        expect(shown(stands)).toEqual(shown(whole));
      }),
    );
  });
});
