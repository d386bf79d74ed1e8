import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { withEntry } from './add-entry';

const host = { name: 'db-02', address: '192.0.2.2' };
const line = '- { name: db-02, address: 192.0.2.2 }';

it.each([
  ['an empty file', '', 'hosts:\n  ' + line + '\n'],
  ['a missing list', 'version: 1\n', 'version: 1\nhosts:\n  ' + line + '\n'],
  ['an empty list, with examples below', '# The servers.\nhosts: [] # none yet\n#  - { name: api-01 }\n', '# The servers.\nhosts: # none yet\n  ' + line + '\n#  - { name: api-01 }\n'],
  ['a key without a value', 'hosts:\n  # - { name: api-01 }\nversion: 1\n', 'hosts:\n  ' + line + '\n  # - { name: api-01 }\nversion: 1\n'],
  ['a block list, aligned by hand', 'hosts:\n    - {name: a,   address: 1.2.3.4}   # old\n    # the end\nversion: 1\n', 'hosts:\n    - {name: a,   address: 1.2.3.4}   # old\n    ' + line + '\n    # the end\nversion: 1\n'],
  ['items over many lines', 'hosts:\n- name: a\n  groups:\n    - api   # yes\n\n# next\nversion: 1\n', 'hosts:\n- name: a\n  groups:\n    - api   # yes\n' + line + '\n\n# next\nversion: 1\n'],
  ['a file without a last line break', 'hosts:\n  - name: a', 'hosts:\n  - name: a\n  ' + line + '\n'],
  ['lines as Windows ends them', 'hosts:\r\n  - name: a\r\nversion: 1\r\n', 'hosts:\r\n  - name: a\r\n  ' + line + '\r\nversion: 1\r\n'],
  ['a byte order mark', '\uFEFFhosts: []\n', '\uFEFFhosts:\n  ' + line + '\n'],
])('puts an entry into %s and keeps every other byte', (_case, before, after) => {
  expect(withEntry(before, 'hosts', host, null)?.text).toBe(after);
});

it('puts a rule where it was asked for, and leaves each comment above its own rule', () => {
  const before = 'grading:   # first match wins\n  # pages\n  - { when: a="1", grade: 911 }\n  # the rest\n  - { when: b="2", grade: 912 }\n';
  const rule = { when: 'c="3"', grade: 912 };
  expect(withEntry(before, 'grading', rule, 0)).toEqual({ index: 0, text: `grading:   # first match wins\n  - { when: c="3", grade: 912 }\n  # pages\n${before.split('\n').slice(2).join('\n')}` });
  expect(withEntry(before, 'grading', rule, 1)?.text.split('\n')[3]).toBe('  - { when: c="3", grade: 912 }');
  expect(withEntry(before, 'grading', rule, 99)?.index).toBe(2);
});

it('edits a list on one line as a document, with its comments', () => {
  const after = withEntry('# mine\nhosts: [{ name: a }] # here\nversion: 1\n', 'hosts', host, null)?.text ?? '';
  expect(after).toMatch(/# mine[^]*# here[^]*version: 1/);
  expect(parse(after)).toEqual({ hosts: [{ name: 'a' }, host], version: 1 });
});

it.each([['an error', 'hosts: [\n'], ['a list that is a text', 'hosts: none\n'], ['a list at the top', '- a\n'], ['a bomb', 'a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b]\nhosts: []\n']])('touches no file with %s', (_case, before) => {
  expect(withEntry(before, 'hosts', host, null)).toBeNull();
});

it('adds exactly the entry, whatever is in it and wherever it goes', () => {
  const word = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => text !== '__proto__');
  const item = fc.dictionary(word, fc.oneof(word, fc.integer(), fc.array(word, { maxLength: 3 })), { maxKeys: 4, noNullPrototype: true });
  const layouts: readonly ((items: readonly object[]) => string)[] = [
    (items) => `hosts:\n${items.map((each) => `  # above\n  - ${JSON.stringify(each)} # beside\n`).join('')}end: 1\n`,
    (items) => `hosts: ${JSON.stringify(items)}\nend: 1\n`,
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom({ a: 1 }, { b: 'x: y' }), { minLength: 1, maxLength: 3 }), item, fc.nat(4), fc.constantFrom(...layouts), (items, entry, at, layout) => {
      const before = layout(items);
      const added = withEntry(before, 'hosts', entry, at);
      // What cannot be written so that it reads back as it was meant is refused.
      if (added === null) return;
      const place = Math.min(at, items.length);
      expect(parse(added.text)).toEqual({ hosts: [...items.slice(0, place), entry, ...items.slice(place)], end: 1 });
      expect(added.text.split('# above').length).toBe(before.split('# above').length);
    }),
    { numRuns: 80 },
  );
});
