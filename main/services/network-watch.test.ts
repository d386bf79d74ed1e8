import { describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../../tests/support/memory-journal';
import { createSimulatedTime } from '../../tests/support/simulated-time';
import { createNetworkWatch } from './network-watch';

describe('the network watch', () => {
  it('names a lost network within 90 s, since when, and its return, in the journal too', async () => {
    const time = createSimulatedTime();
    const journal = createMemoryJournal(time.clock.now);
    let connected = true;
    const watch = createNetworkWatch({ network: { connected: () => connected }, journal, clock: time.clock, schedule: time.schedule });
    let told = 0;
    watch.onChanged(() => (told += 1));
    expect(watch.blind()).toEqual([]);
    connected = false;
    const cutAt = time.clock.now();
    await time.pass(90_000);
    expect(watch.blind()).toMatchObject([{ kind: 'network', problem: { code: 'network-lost' } }]);
    expect((watch.blind()[0]?.since ?? Infinity) - cutAt).toBeLessThanOrEqual(90_000);
    connected = true;
    await time.pass(90_000);
    expect(watch.blind()).toEqual([]);
    expect(told).toBe(2);
    expect(journal.entries.map(({ code }) => code)).toEqual(['NETWORK-LOST', 'NETWORK-BACK']);
  });

  it('says so at the start where there never was one', () => {
    const time = createSimulatedTime();
    const journal = createMemoryJournal(time.clock.now);
    const watch = createNetworkWatch({ network: { connected: () => false }, journal, clock: time.clock, schedule: time.schedule });
    expect(watch.blind()).toHaveLength(1);
    watch.close();
  });
});
