import { describe, expect, it } from 'vitest';
import type { Duty, Shift } from '../../../core/shift/shift';
import { dutyLines, unknownNames } from './duty.logic';

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
