import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SortedList } from './sorted-list';

interface Item {
  readonly key: number;
  readonly id: number;
}
const compare = (a: Item, b: Item): number => a.key - b.key || a.id - b.id;

describe('a sorted list', () => {
  it('is what sorting anew would give, whatever comes and goes, few or many at a time', () => {
    const turn = fc.record({ add: fc.array(fc.nat({ max: 20 }), { maxLength: 90 }), remove: fc.array(fc.nat({ max: 400 }), { maxLength: 90 }) });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 8 }), (turns) => {
        const list = new SortedList<Item>(compare);
        let model: Item[] = [];
        let id = 0;
        for (const { add, remove } of turns) {
          const removed = new Set(remove.flatMap((at) => model[at] ?? []));
          const added = add.map((key) => ({ key, id: (id += 1) }));
          // One that was never in it is passed over.
          removed.add({ key: 3, id: -1 });
          list.replace(removed, added);
          model = [...model.filter((item) => !removed.has(item)), ...added].sort(compare);
          expect(list.all).toEqual(model);
        }
      }),
    );
  });
});
