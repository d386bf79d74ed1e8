import { expect, it } from 'vitest';
import { createSystemClock } from '../system/system-clock';
import { progressTeller } from './progress-teller';

it('tells the last bytes too, although nothing comes after them', async () => {
  const told: number[] = [];
  const tell = progressTeller(createSystemClock(), ({ bytes }) => told.push(bytes ?? 0));
  for (const bytes of [1, 20, 300]) tell(bytes);
  expect(told).toEqual([1]);
  await expect.poll(() => told).toEqual([1, 300]);
});
