import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AlertRecord } from './record';
import { SharedParts } from './shared-parts';
import { newRecord } from './sighting';

const text = fc.oneof(fc.constantFrom('__proto__', 'constructor', '', 'Ü'), fc.string({ maxLength: 6 }));
const texts = fc.dictionary(text, text, { maxKeys: 4 });
const record: fc.Arbitrary<AlertRecord> = fc
  .record({ fingerprint: text, title: text, labels: texts, annotations: texts, generatorUrl: fc.option(text), days: fc.dictionary(fc.constantFrom('20778', '20779'), fc.nat({ max: 3 })), sure: fc.boolean(), note: fc.option(text) })
  .map(({ sure, note, fingerprint, ...own }) => ({
    ...newRecord('c', fingerprint, 1_000),
    ...own,
    holders: { am: { missed: 0, sure, suppressed: false } },
    notes: note === null ? [] : [{ at: 1, by: 'kim', text: note }],
  }));

describe('shared parts', () => {
  it('law: change nothing of any alert, whatever came before it', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (records) => {
        const shared = new SharedParts();
        const before = new Map<string, AlertRecord>();
        for (const each of records) {
          const said = JSON.stringify(each);
          const lean = shared.lean(each, before.get(each.id));
          expect(JSON.stringify(lean)).toBe(said);
          before.set(each.id, lean);
        }
      }),
    );
  });

  it('are one for all alerts that say the same', () => {
    const shared = new SharedParts();
    const made = (name: string): AlertRecord => shared.lean(JSON.parse(JSON.stringify({ ...newRecord('c', name, 1_000), holders: { am: { missed: 0, sure: true, suppressed: false } } })) as AlertRecord);
    const [one, two] = [made('a'), made('b')];
    expect([two.days, two.firings, two.notes, two.holders, two.done].map((part, at) => part === [one.days, one.firings, one.notes, one.holders, one.done][at])).toEqual([true, true, true, true, true]);
  });
});
