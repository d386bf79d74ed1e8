import { expect, it } from 'vitest';
import { createMemoryJournal } from '../../../tests/support/memory-journal';
import { createSimulatedTime } from '../../../tests/support/simulated-time';
import { watchSourceMutes } from './source-mute-watch';

it('asks again after a question that threw', async () => {
  const time = createSimulatedTime(Date.parse('2026-11-22T02:10:00Z'));
  let asked = 0;
  const stop = await watchSourceMutes({
    ...time,
    sources: {
      list: () => {
        asked += 1;
        return asked === 1 ? Promise.reject(new Error('a bug of ours')) : Promise.resolve({ mutes: [], sources: [] });
      },
    },
    hits: () => {
      throw new Error('nothing to weigh');
    },
    journal: createMemoryJournal(() => 0),
    notifier: { notify: () => undefined, available: true, why: null },
    locale: () => 'en',
  });
  await time.pass(130_000);
  expect(asked).toBe(3);
  stop();
});
