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

it('leaves nothing open of what failed or threw on the way, the newest first, and everything of what is whole', async () => {
  for (const [outcome, open] of [
    ['fails', () => Promise.resolve(fail('no-workspace', {}))],
    ['throws', () => Promise.reject(new Error('ENOSPC'))],
    ['opens', () => Promise.resolve(ok('desk'))],
  ] as const) {
    const ended: string[] = [];
    const opening = openInTurn<string>(() => undefined, (opened) => {
      for (const name of ['lock', 'store']) opened({ close: () => void ended.push(name) });
      return open();
    });
    if (outcome === 'throws') await expect(opening).rejects.toThrow('ENOSPC');
    else expect((await opening).ok).toBe(outcome === 'opens');
    expect(ended).toEqual(outcome === 'opens' ? [] : ['store', 'lock']);
  }
});
