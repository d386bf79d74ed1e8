import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allHold, matcherColumn, parseMatchers } from './matcher';

const holds = (text: string, labels: Record<string, string>): boolean => {
  const matchers = parseMatchers(text);
  if (!matchers.ok) throw new Error(matchers.error.code);
  return allHold(matchers.value, labels);
};

describe('matchers', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['severity="critical"', { severity: 'critical' }, true],
    ['severity="critical"', { severity: 'Critical' }, false],
    ['severity!="critical"', {}, true],
    ['severity=""', {}, true],
    ['severity=~"critical|page"', { severity: 'page' }, true],
    ['severity=~"critical|page"', { severity: 'pager' }, false],
    ['severity=~"crit"', { severity: 'critical' }, false],
    ['severity=~".*"', {}, true],
    ['severity!~"info|none"', { severity: 'warning' }, true],
    ['severity!~"info|none"', { severity: 'none' }, false],
    ['a="1", b="2"', { a: '1', b: '2' }, true],
    ['a="1", b="2"', { a: '1', b: '3' }, false],
    ['a=~"x.*",a!~".*y"', { a: 'xy' }, false],
    ['{ a = "1" , }', { a: '1' }, true],
    ['a="1,b=\\"2"', { a: '1,b="2' }, true],
    ['a="back\\\\slash\\n"', { a: 'back\\slash\n' }, true],
    ['a=~"\\\\d+"', { a: '42' }, true],
    ['toString=""', {}, true],
    ['a="알림"', { a: '알림' }, true],
  ])('%s on %j is %s', (text, labels, expected) => {
    expect(holds(text, labels)).toBe(expected);
  });

  it.each<[string, string, number]>([
    ['', 'matcher-empty', 1],
    ['   ', 'matcher-empty', 1],
    ['9a="1"', 'matcher-name', 1],
    ['a', 'matcher-operator', 2],
    ['a > "1"', 'matcher-operator', 3],
    ['a=1', 'matcher-quote', 3],
    ['a="1', 'matcher-quote', 3],
    ['a="1" b="2"', 'matcher-comma', 7],
    ['a="1",, b="2"', 'matcher-name', 7],
    ['a="\\d"', 'matcher-escape', 4],
    ['{a="1"', 'matcher-comma', 7],
    ['a="1"}', 'matcher-comma', 6],
    ['a="1", b=~"("', 'matcher-regex', 11],
    ['a=~"(?=x)"', 'matcher-regex', 4],
  ])('%s is refused as %s at column %i', (text, code, column) => {
    const result = parseMatchers(text);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.error.code).toBe(code);
    expect(matcherColumn(result.error)).toBe(column);
  });

  it('reads back any value it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const quoted = value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
        expect(holds(`a="${quoted}"`, { a: value })).toBe(true);
        expect(holds(`a!="${quoted}"`, { a: value })).toBe(false);
      }),
    );
  });

  it('never throws and never hangs on anything', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMatchers(text)));
    const started = Date.now();
    expect(holds('a=~"(a+)+$"', { a: `${'a'.repeat(5_000)}!` })).toBe(false);
    expect(Date.now() - started).toBeLessThan(2_000);
  });
});
