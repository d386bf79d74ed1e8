import { expect, it } from 'vitest';
import { fail, ok } from '../core/errors';
import { closeInTurn, openInTurn } from './close-in-turn';

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

it('ends what is open the newest first: at once where opening fails or throws, else when it is closed', async () => {
  for (const [outcome, open] of [
    ['fails', () => Promise.resolve(fail('no-workspace', {}))],
    ['throws', () => Promise.reject(new Error('ENOSPC'))],
    ['opens', () => Promise.resolve(ok({ root: '/w' }))],
  ] as const) {
    const ended: string[] = [];
    const opening = openInTurn<{ readonly root: string }>(() => undefined, (begun) => {
      for (const name of ['lock', 'store']) begun({ close: () => void ended.push(name) });
      return open();
    });
    if (outcome === 'throws') await expect(opening).rejects.toThrow('ENOSPC');
    else {
      const result = await opening;
      expect([result.ok, ended.length]).toEqual(outcome === 'opens' ? [true, 0] : [false, 2]);
      if (result.ok) await result.value.close();
    }
    expect(ended).toEqual(['store', 'lock']);
  }
});
