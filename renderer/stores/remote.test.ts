import { describe, expect, it } from 'vitest';
import { fail, ok, type Result } from '../../core/errors';
import { keep } from './keep';
import { createRemote } from './remote';

describe('keep', () => {
  it('gives the same reference on a no-op', () => {
    const before = { a: [1, { b: 'x' }], c: null };
    expect(keep(before, { a: [1, { b: 'x' }], c: null })).toBe(before);
  });

  it.each([
    [{ a: 1 }, { a: 1, b: undefined }],
    [[1], [1, 2]],
    [{ a: null }, { a: {} }],
    [{ a: [] }, { a: {} }],
  ])('sees that %j and %j differ', (before: unknown, after: unknown) => {
    expect(keep(before, after)).toBe(after);
  });
});

describe('a remote value', () => {
  it('is asked once at a time, and once more when a change came meanwhile', async () => {
    let asked = 0;
    const gates: ((answer: Result<number>) => void)[] = [];
    const store = createRemote<number>(() => {
      asked += 1;
      return new Promise((resolve) => gates.push(resolve));
    });
    const done = store.getState().refresh();
    void store.getState().refresh();
    void store.getState().refresh();
    expect(asked).toBe(1);
    gates[0]?.(ok(1));
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toBe(2);
    gates[1]?.(ok(2));
    await done;
    expect(store.getState()).toMatchObject({ value: 2, loading: false, failure: null });
  });

  it('keeps its last good answer beside a failure', async () => {
    const answers: Result<string>[] = [ok('good'), fail('no-workspace', {})];
    const store = createRemote(async () => answers.shift() ?? ok('again'));
    await store.getState().refresh();
    await store.getState().refresh();
    expect(store.getState()).toMatchObject({ value: 'good', failure: { code: 'no-workspace' } });
    await store.getState().refresh();
    expect(store.getState()).toMatchObject({ value: 'again', failure: null });
  });
});
