import { describe, expect, it } from 'vitest';
import type { Duty, Shift } from './shift';
import { warningsOf, type Reach } from './warning';

const hour = 3_600_000;
const day = 24 * hour;
const good: Reach = { sirens: 'some', tried: true };
const shift = (person: string | null, from: number, to: number): Shift => ({ person, summary: person ?? 'Fred', from, to, feed: 'main' });
const view = (more: Partial<Duty>): Pick<Duty, 'gaps' | 'overlaps' | 'upcoming'> => ({ gaps: [], overlaps: [], upcoming: [], ...more });
const said = (duty: Partial<Duty>, now: number, reach: Reach = good): string[] => warningsOf(view(duty), () => reach, now).map(({ kind, who, ahead }) => `${ahead} ${kind} ${who}`.trim());

describe('what is wrong ahead', () => {
  it('is told of a week, a day and an hour before it, the nearest stage only, and no more once it has begun', () => {
    const gaps = [{ from: 100 * day, to: 101 * day }];
    const stages = [8 * day, 7 * day, 2 * day, day, 2 * hour, hour, 1, 0].map((left) => said({ gaps }, 100 * day - left).join());
    expect(stages).toEqual(['', 'week gap', 'week gap', 'day gap', 'day gap', 'hour gap', 'hour gap', '']);
  });

  it('names double bookings and names that nobody knows', () => {
    const overlaps = [{ from: 5 * day, to: 6 * day, people: ['kim', 'lee'] }];
    expect(said({ overlaps, upcoming: [shift(null, 2 * day, 3 * day)] }, 0)).toEqual(['week unknown Fred', 'week double kim, lee']);
  });

  it('names people who cannot be woken once, at their next shift, also while it runs; an unplugged siren only a day ahead', () => {
    const upcoming = [shift('kim', -day, day), shift('kim', 2 * day, 3 * day), shift('lee', 2 * day, 3 * day)];
    expect(said({ upcoming }, 0, { sirens: 'none', tried: false })).toEqual(['hour no-siren kim', 'hour untried kim', 'week no-siren lee', 'week untried lee']);
    expect(said({ upcoming }, 0, { sirens: 'down', tried: true })).toEqual(['hour siren-down kim']);
  });

  it('keeps its name while time passes, so that a restart does not say it again', () => {
    const gaps = [{ from: 100 * day, to: 101 * day }];
    const names = [2 * day, 3 * hour, 1].map((left) => warningsOf(view({ gaps }), () => good, 100 * day - left)[0]?.id);
    expect(new Set(names).size).toBe(1);
  });
});
