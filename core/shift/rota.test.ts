import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsBetween, nextOnCall, onCallAt, onCallUntil, overlapsBetween, rotaOf } from './rota';
import type { Shift } from './shift';

const shift = (person: string | null, from: number, to: number, feed = 'main'): Shift => ({ person, from, to, feed, summary: `${person ?? 'somebody'} on call` });
const main = (...shifts: Shift[]): Shift[] => rotaOf([{ overrides: false, shifts }]);

describe('who is on call', () => {
  it('is the shift that holds the moment, its end excluded', () => {
    const rota = main(shift('kim', 0, 10), shift('lee', 10, 20));
    expect([0, 9, 10, 19, 20].map((moment) => onCallAt(rota, moment)?.person)).toEqual(['kim', 'kim', 'lee', 'lee', undefined]);
  });

  it('is somebody known rather than a title that means nobody', () => {
    const rota = main(shift('kim', 0, 10), shift(null, 5, 10));
    expect(onCallAt(rota, 6)?.person).toBe('kim');
    expect(onCallAt(main(shift(null, 5, 10)), 6)).toMatchObject({ person: null, summary: 'somebody on call' });
  });

  it('is the one who began last where two overlap', () => {
    expect(onCallAt(main(shift('kim', 0, 10), shift('lee', 5, 8)), 6)?.person).toBe('lee');
  });

  it('is next whoever comes after, and not the same person again', () => {
    const rota = main(shift('kim', 0, 10), shift('kim', 10, 20), shift(null, 20, 30), shift('lee', 30, 40));
    expect(nextOnCall(rota, 5)).toMatchObject({ person: 'lee', from: 30 });
    const [first] = rota;
    expect(first && onCallUntil(rota, first)).toBe(20);
  });
});

describe('overrides', () => {
  it('cut the shifts under them and leave the rest', () => {
    const rota = rotaOf([{ overrides: false, shifts: [shift('kim', 0, 100)] }, { overrides: true, shifts: [shift('lee', 40, 60, 'swap')] }]);
    expect(rota.map(({ person, from, to }) => [person, from, to])).toEqual([['kim', 0, 40], ['lee', 40, 60], ['kim', 60, 100]]);
  });

  it('that name nobody known replace nobody', () => {
    const rota = rotaOf([{ overrides: false, shifts: [shift('kim', 0, 100)] }, { overrides: true, shifts: [shift(null, 40, 60, 'swap')] }]);
    expect(onCallAt(rota, 50)?.person).toBe('kim');
  });
});

describe('gaps and overlaps', () => {
  it('are the times with nobody and with several', () => {
    const rota = main(shift('kim', 0, 10), shift(null, 10, 20), shift('lee', 20, 30), shift('kim', 25, 28));
    expect(gapsBetween(rota, 5, 40)).toEqual([{ from: 10, to: 20 }, { from: 30, to: 40 }]);
    expect(overlapsBetween(rota, 0, 40)).toEqual([{ from: 25, to: 28, people: ['kim', 'lee'] }]);
    expect(gapsBetween([], 0, 10)).toEqual([{ from: 0, to: 10 }]);
  });

  it('agree with asking at every moment', () => {
    const one = fc.record({ person: fc.constantFrom('kim', 'lee', null), from: fc.integer({ min: 0, max: 50 }), length: fc.integer({ min: 1, max: 20 }) });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 8 }), fc.array(one, { maxLength: 3 }), (shifts, swaps) => {
        const made = (list: typeof shifts): Shift[] => list.map(({ person, from, length }) => shift(person, from, from + length));
        const rota = rotaOf([{ overrides: false, shifts: made(shifts) }, { overrides: true, shifts: made(swaps) }]);
        const gaps = gapsBetween(rota, 0, 80);
        const overlaps = overlapsBetween(rota, 0, 80);
        for (let moment = 0; moment < 80; moment += 1) {
          const people = new Set(rota.filter(({ person, from, to }) => person !== null && from <= moment && moment < to).map(({ person }) => person));
          expect(gaps.some(({ from, to }) => from <= moment && moment < to)).toBe(people.size === 0);
          expect(overlaps.some(({ from, to }) => from <= moment && moment < to)).toBe(people.size > 1);
          expect(onCallAt(rota, moment)?.person ?? null).toSatisfy((person: string | null) => (people.size === 0 ? person === null : people.has(person)));
          const swap = made(swaps).some(({ person, from, to }) => person !== null && from <= moment && moment < to);
          if (swap) expect([...people].every((person) => made(swaps).some((each) => each.person === person && each.from <= moment && moment < each.to))).toBe(true);
        }
      }),
    );
  });
});
