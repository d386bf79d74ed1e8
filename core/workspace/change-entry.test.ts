import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { withChangedEntry, withMovedEntry, withoutEntry } from './change-entry';

const three = 'hosts: # all\n  # of a\n  - { name: a } # beside a\n  # of b\n  - name: b\n    groups: # some\n      - x # first\n\n  # of c\n  - { name: c,   n: 1 }\nend: 1 # last\n';

it.each([
  ['a value of a mapping on one line, what is beside it stays', 0, { name: 'z' }, three.replace('{ name: a }', '{ name: z }')],
  ['a value of a mapping on its own lines, every comment stays', 1, { name: 'z', groups: ['x'] }, three.replace('- name: b', '- name: z')],
  ['a new key', 1, { name: 'b', groups: ['x'], labels: { t: 'web' } }, three.replace('      - x # first\n', '      - x # first\n    labels: { t: web }\n')],
  ['a key that goes', 2, { name: 'c' }, three.replace('{ name: c,   n: 1 }', '{ name: c }')],
])('changes %s', (_case, index, entry, after) => {
  expect(withChangedEntry(three, 'hosts', index, entry)).toBe(after);
});

it.each([
  ['the first', three, 0, three.replace('  # of a\n  - { name: a } # beside a\n', '')],
  ['one in the middle, with its own lines', three, 1, three.replace(/ {2}# of b\n[^]*# first\n\n/, '\n')],
  ['the last', three, 2, three.replace('  # of c\n  - { name: c,   n: 1 }\n', '')],
  ['the only one', 'hosts: # none\n  - a: 1\nend: 1\n', 0, 'hosts: [] # none\nend: 1\n'],
  ['one of a list on one line', '# mine\nhosts: [{ a: 1 }, { b: 2 }] # here\n', 0, '# mine\nhosts: [ { b: 2 } ] # here\n'],
  ['one behind a byte order mark', '\uFEFFhosts:\r\n  - a: 1\r\n  - b: 2\r\n', 0, '\uFEFFhosts:\r\n  - b: 2\r\n'],
])('removes %s', (_case, before, index, after) => {
  expect(withoutEntry(before, 'hosts', index)).toBe(after);
});

it('moves an item with its comments, up and down', () => {
  const rules = 'grading:\n  # one\n  - { n: 1 }\n  - { n: 2 } # two\n  # three\n  - { n: 3 }\nend: 1\n';
  expect(withMovedEntry(rules, 'grading', 0, 2)).toBe('grading:\n  - { n: 2 } # two\n  # three\n  - { n: 3 }\n  # one\n  - { n: 1 }\nend: 1\n');
  expect(withMovedEntry(rules, 'grading', 2, 0)).toBe('grading:\n  # three\n  - { n: 3 }\n  # one\n  - { n: 1 }\n  - { n: 2 } # two\nend: 1\n');
  expect(withMovedEntry(rules, 'grading', 0, 9)).toBeNull();
});

it.each([
  ['an error', 'hosts: [\n', 0],
  ['nothing at that place', 'hosts:\n  - { a: 1 }\n', 3],
  ['a list of texts', 'hosts:\n  - a\n', 0],
  ['an anchor that others lean on', 'x: *a\nhosts:\n  - &a { a: 1 }\n', 0],
])('touches no file with %s', (_case, before, index) => {
  expect(withChangedEntry(before, 'hosts', index, { a: 2 })).toBeNull();
  expect(withoutEntry(before, 'hosts', index)).toBeNull();
});

it('changes and removes exactly one entry, whatever is in it', () => {
  const word = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => text !== '__proto__');
  const item = fc.dictionary(word, fc.oneof(word, fc.integer(), fc.array(word, { maxLength: 3 })), { maxKeys: 4, noNullPrototype: true });
  const layouts: readonly ((items: readonly object[]) => string)[] = [
    (items) => `hosts:\n${items.map((each) => `  # above\n  - ${JSON.stringify(each)} # beside\n`).join('')}end: 1\n`,
    (items) => `hosts: ${JSON.stringify(items)}\nend: 1\n`,
  ];
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 3 }), item, fc.nat(2), fc.constantFrom(...layouts), (items, entry, nth, layout) => {
      const at = nth % items.length;
      const before = layout(items);
      const changed = withChangedEntry(before, 'hosts', at, entry);
      // What cannot be written so that it reads back as it was meant is refused.
      if (changed !== null) expect(parse(changed)).toEqual({ hosts: items.map((each, index) => (index === at ? entry : each)), end: 1 });
      const removed = withoutEntry(before, 'hosts', at);
      if (removed !== null) expect(parse(removed)).toEqual({ hosts: items.filter((_each, index) => index !== at), end: 1 });
      const moved = withMovedEntry(before, 'hosts', at, 0);
      if (moved !== null) expect(parse(moved)).toEqual({ hosts: [items[at], ...items.filter((_each, index) => index !== at)], end: 1 });
    }),
    { numRuns: 40 },
  );
});
