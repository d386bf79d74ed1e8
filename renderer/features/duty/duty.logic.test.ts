import { describe, expect, it } from 'vitest';
import type { Duty, Shift } from '../../../core/shift/shift';
import { dutyLines, successorOf, swapIn, unknownNames } from './duty.logic';

const shift = (person: string | null, from: number, to: number): Shift => ({
  person,
  summary: person ?? '?',
  from,
  to,
  feed: 'main',
});
const duty: Duty = {
  now: null,
  next: null,
  upcoming: [shift('kim', 0, 10), shift(null, 20, 30)],
  gaps: [
    { from: 10, to: 20 },
    { from: 0, to: 0 },
  ],
  feeds: [],
  timezone: 'UTC',
};

describe('the next 30 days', () => {
  it('are shifts and gaps by time', () => {
    expect(dutyLines(duty).map((line) => `${line.kind} ${line.from}`)).toEqual([
      'gap 0',
      'shift 0',
      'gap 10',
      'shift 20',
    ]);
  });

  it('count the names that nobody knows', () => {
    expect(unknownNames(duty)).toBe(1);
  });
});

describe('what can be taken back', () => {
  it('is what duty.yaml’s overrides say, and nothing that a calendar says', () => {
    const swapped = { ...shift('kim', 5, 10), feed: 'duty.yaml' };
    expect(dutyLines({ ...duty, upcoming: [swapped, shift('lee', 30, 40), { ...swapped, person: null }] }).map(swapIn)).toEqual([null, { who: 'kim', at: 5 }, null, null, null]);
  });
});

describe('who is proposed for a shift', () => {
  const person = (id: string, awake: boolean, reachable: number, isAway = false) => ({ id, awake, reachable, away: isAway ? { why: 'on holiday', back: 0 } : null });

  it('is awake and can be woken, else at least there, else anybody', () => {
    expect(successorOf([person('kim', false, 1), person('lee', true, 0), person('park', true, 1)])).toBe('park');
    expect(successorOf([person('kim', true, 1, true), person('lee', false, 0)])).toBe('lee');
    expect(successorOf([person('kim', true, 1, true)])).toBe('kim');
    expect(successorOf([])).toBe('');
  });
});
