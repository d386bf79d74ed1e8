import { describe, expect, it } from 'vitest';
import type { SeenAlert } from './alert';
import { parseMatchers } from './matcher';
import { Watchdog } from './watchdog';

const alert = (alertname: string, heardAt?: number): SeenAlert => ({ fingerprint: alertname, labels: { alertname }, annotations: {}, startsAt: 0, suppressed: false, ...(heardAt === undefined ? {} : { heardAt }) });
const watchdog = (): Watchdog => {
  const matchers = parseMatchers('alertname="Watchdog"');
  if (!matchers.ok) throw new Error(matchers.error.code);
  return new Watchdog('am', matchers.value, 60_000, 0);
};

describe('a watchdog', () => {
  it('is taken out of what the source says', () => {
    const dog = watchdog();
    expect(dog.sift([alert('Watchdog'), alert('Disk')], 1).map(({ fingerprint }) => fingerprint)).toEqual(['Disk']);
    expect(dog.doubtful(1)).toBe(false);
  });

  it('makes the source blind once it was due, not before, and names since when', () => {
    const dog = watchdog();
    dog.sift([alert('Watchdog')], 10_000);
    dog.sift([], 20_000);
    expect(dog.problem(70_000)).toBeNull();
    expect(dog.problem(70_001)).toMatchObject({ code: 'source-watchdog', values: { source: 'am', since: '1970-01-01T00:00:10.000Z' } });
    dog.sift([alert('Watchdog')], 80_000);
    expect(dog.problem(80_000)).toBeNull();
  });

  it('makes silence about other alerts doubtful from the first answer without it', () => {
    const dog = watchdog();
    dog.sift([alert('Watchdog')], 1);
    dog.sift([alert('Disk')], 2);
    expect(dog.doubtful(2)).toBe(true);
  });

  it('counts a mail from when it came, also across a restart, and believes no clock that is ahead', () => {
    const dog = watchdog();
    dog.sift([alert('Watchdog', -100_000)], 5_000);
    expect(dog.problem(5_000)?.code).toBe('source-watchdog');
    dog.sift([alert('Watchdog', 9_999_999)], 6_000);
    expect(dog.problem(66_000)).toBeNull();
    expect(dog.problem(66_001)).not.toBeNull();
  });

  it('is not kept alive by a clock that was set back', () => {
    const dog = watchdog();
    dog.sift([alert('Watchdog')], 10_000_000);
    expect(dog.problem(1_000)).toBeNull();
    expect(dog.problem(61_001)).not.toBeNull();
  });
});
