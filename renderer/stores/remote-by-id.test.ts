import { expect, it } from 'vitest';
import { ok, type Result } from '../../core/errors';
import { createRemoteById } from './remote-by-id';

it('asks only for where the cursor comes to rest, and never shows one thing under the name of another', async () => {
  const asked: string[] = [];
  const gates: ((answer: Result<string>) => void)[] = [];
  const store = createRemoteById<string>((id) => {
    asked.push(id);
    return new Promise((resolve) => gates.push(resolve));
  });
  const done = store.getState().look('a');
  void store.getState().look('b');
  void store.getState().look('c');
  gates[0]?.(ok('detail of a'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(store.getState()).toMatchObject({ id: 'c', value: null });
  gates[1]?.(ok('detail of c'));
  await done;
  expect(asked).toEqual(['a', 'c']);
  expect(store.getState()).toMatchObject({ id: 'c', value: 'detail of c', loading: false });
  void store.getState().look('d');
  expect(store.getState()).toMatchObject({ id: 'd', value: null, before: 'detail of c' });
});
