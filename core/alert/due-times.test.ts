import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueTimes } from './due-times';

describe('due times', () => {
  it('gives everything at its time, once, and nothing early, however often it is set anew', () => {
    const move = fc.oneof(
      fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), at: fc.oneof(fc.nat({ max: 100 }), fc.constant(Infinity)) }),
      fc.record({ until: fc.nat({ max: 120 }) }),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 200 }), (moves) => {
        const due = new DueTimes();
        const model = new Map<string, number>();
        for (const each of moves) {
          if ('id' in each) {
            due.set(each.id, each.at);
            if (each.at === Infinity) model.delete(each.id);
            else model.set(each.id, each.at);
          } else {
            const expected = [...model].filter(([, at]) => at <= each.until).map(([id]) => id);
            expect([...due.take(each.until)].sort()).toEqual(expected.sort());
            for (const id of expected) model.delete(id);
          }
        }
      }),
    );
  });
});
