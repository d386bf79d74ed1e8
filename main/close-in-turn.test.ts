import { expect, it } from 'vitest';
import { closeInTurn } from './close-in-turn';

it('ends everything in its order, also behind what throws and what rejects', async () => {
  const ended: string[] = [];
  const said: string[] = [];
  const parts = [
    () => void ended.push('first'),
    () => {
      throw new Error('throws');
    },
    async () => {
      await Promise.resolve();
      ended.push('second');
    },
    () => Promise.reject(new Error('rejects')),
    () => void ended.push('last'),
  ];
  await closeInTurn((line) => said.push(line), parts.map((close) => ({ close })));
  expect(ended).toEqual(['first', 'second', 'last']);
  expect(said).toEqual([expect.stringContaining('throws'), expect.stringContaining('rejects')]);
});
