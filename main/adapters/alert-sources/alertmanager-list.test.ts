import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrayElements } from './alertmanager-elements';
import { AlertmanagerList, type AlertReading } from './alertmanager-list';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function cut(text: string, size: number, longest = 1_000_000): { readonly elements: string[]; readonly whole: boolean } {
  const elements: string[] = [];
  const array = new ArrayElements((element) => elements.push(new TextDecoder().decode(element)), longest);
  const all = bytes(text);
  let good = true;
  for (let at = 0; at < all.length; at += size) good = array.push(all.subarray(at, at + size)) && good;
  return { elements, whole: good && array.isWhole() };
}

describe('elements of a long array', () => {
  it('are what the parser of the whole finds, wherever the answer is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 2), (values, size, indent) => {
        const text = JSON.stringify(values, null, indent);
        const { elements, whole } = cut(text, size);
        expect(whole).toBe(true);
        expect(elements.map((each) => JSON.parse(each) as unknown)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300 },
    );
  });

  it.each(['', '[', '[1', '{"a":1}', '[1]x', '[1]]', '["\\"]', 'null', '[{]'])('%j is no whole array', (text) => {
    const { elements, whole } = cut(text, 3);
    const allParse = elements.every((each) => {
      try {
        JSON.parse(each);
        return true;
      } catch {
        return false;
      }
    });
    expect(whole && allParse).toBe(false);
  });

  it('gives up on a value without an end before it fills the memory', () => {
    expect(cut(`["${'x'.repeat(5_000)}`, 100, 1_000).whole).toBe(false);
    expect(cut(`["${'x'.repeat(5_000)}"]`, 10_000, 1_000).whole).toBe(false);
  });
});

const alert = (fingerprint: string, change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  fingerprint,
  labels: { alertname: fingerprint },
  annotations: {},
  startsAt: '2026-11-21T17:00:00.000Z',
  updatedAt: '2026-11-21T17:00:00.000Z',
  status: { state: 'active' },
  ...change,
});

function read(list: AlertmanagerList, alerts: readonly unknown[]): AlertReading & { readonly ok: true } {
  const reading = list.begin();
  reading.sink(bytes(JSON.stringify(alerts)));
  const result = reading.end();
  if (!result.ok) throw new Error(result.path);
  return result;
}

const names = (reading: AlertReading & { readonly ok: true }): string[] => reading.alerts.map(({ fingerprint }) => fingerprint);

describe('the alerts of one Alertmanager', () => {
  it('gives everything first, then what is new, changed or gone', () => {
    const list = new AlertmanagerList();
    const first = read(list, [alert('a'), alert('b'), alert('c')]);
    expect([names(first), first.difference.gone]).toEqual([['a', 'b', 'c'], null]);
    first.difference.taken();
    const second = read(list, [alert('b', { annotations: { summary: 'worse' } }), alert('c', { updatedAt: '2026-11-21T18:00:00.000Z' }), alert('d')]);
    expect([names(second), second.difference.gone]).toEqual([['b', 'd'], ['a']]);
  });

  it('says again what nobody took, and tells an answer that was overtaken', () => {
    const list = new AlertmanagerList();
    read(list, [alert('a')]).difference.taken();
    const lost = read(list, [alert('b')]);
    const next = read(list, [alert('b'), alert('c')]);
    expect([names(next), next.difference.gone]).toEqual([['b', 'c'], ['a']]);
    next.difference.taken();
    expect(lost.difference.isCurrent()).toBe(false);
  });

  it('does not take for gone what a broken server named twice and names once now', () => {
    const list = new AlertmanagerList();
    read(list, [alert('a'), alert('a', { annotations: { summary: 'again' } })]).difference.taken();
    for (const left of [alert('a'), alert('a', { annotations: { summary: 'again' } })]) expect(read(list, [left]).difference.gone).toEqual([]);
  });

  it('law: whatever changes from answer to answer and in whatever order, the differences add up to the answers', () => {
    const answer = fc
      .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('', 'worse', 'worst'))
      .chain((says) => fc.shuffledSubarray(Object.entries(says), { minLength: Object.keys(says).length }))
      .map((entries) => Object.fromEntries(entries));
    fc.assert(
      fc.property(fc.array(fc.record({ answer, taken: fc.boolean() }), { maxLength: 12 }), (answers) => {
        const list = new AlertmanagerList();
        const known = new Map<string, string>();
        for (const { answer: says, taken } of answers) {
          const reading = read(list, Object.entries(says).map(([name, summary]) => alert(name, { annotations: { summary } })));
          if (!taken) continue;
          if (reading.difference.gone === null) known.clear();
          for (const name of reading.difference.gone ?? []) known.delete(name);
          for (const each of reading.alerts) known.set(each.fingerprint, each.annotations['summary'] ?? '');
          reading.difference.taken();
          expect(Object.fromEntries(known)).toEqual({ ...says });
        }
      }),
    );
  });
});
