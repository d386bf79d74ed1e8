import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hlcNext, hlcSeen, hlcTime, peerLeadMs } from './hybrid-clock';

const times = fc.array(fc.integer({ min: 0, max: 2 ** 44 }), { minLength: 1, maxLength: 60 });

describe('the hybrid clock', () => {
  it('rises strictly whatever the wall clock does, and never falls behind it', () => {
    fc.assert(
      fc.property(times, (walls) => {
        let last: string | null = null;
        for (const wall of walls) {
          const next: string = hlcNext(last, wall);
          if (last !== null) expect(next > last).toBe(true);
          expect(hlcTime(next)).toBeGreaterThanOrEqual(wall);
          last = next;
        }
      }),
    );
  });

  it('goes on to the next millisecond when the counter is full', () => {
    expect(hlcNext('00000000000a-ffff', 3)).toBe('00000000000b-0000');
    expect(hlcNext('00000000000a-0001', 10)).toBe('00000000000a-0002');
  });

  it('follows a peer, but not one that is more than five minutes ahead', () => {
    const now = 1_000_000;
    const near = hlcNext(null, now + peerLeadMs);
    const far = hlcNext(null, now + peerLeadMs + 1);
    expect(hlcSeen(null, near, now)).toBe(near);
    expect(hlcSeen(near, far, now)).toBe(near);
    expect(hlcSeen(near, hlcNext(null, now), now)).toBe(near);
  });
});
