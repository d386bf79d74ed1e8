import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, wellFormed } from './canonical';

describe('canonicalJson', () => {
  it('sorts names by UTF-16 code units and writes numbers as ECMAScript does (RFC 8785, 3.2.3)', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
    expect(canonicalJson([1e30 / 1e10 / 1e10, 4.5, 2e-3, 1e-27, -0, 0])).toBe('[10000000000,4.5,0.002,1e-27,0,0]');
    expect(canonicalJson({ a: [null, true, false, '\u2028\u0007"\\/'] })).toBe('{"a":[null,true,false,"\u2028\\u0007\\"\\\\/"]}');
  });

  it.each([
    ['NaN', NaN], ['Infinity', [Infinity]], ['a big integer', { a: 2 ** 53 }], ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a name', { '\udc00': 1 }], ['undefined', { a: undefined }], ['a hole', [, 1]],  
    ['a bigint', 1n], ['a function', () => 1], ['a date', new Date(0)], ['a map', new Map()],
  ])('refuses %s', (_name, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('takes 64 levels, and not one more, however many they are', () => {
    const levels = (count: number): unknown => JSON.parse(`${'['.repeat(count)}${']'.repeat(count)}`);
    expect(canonicalJson(levels(64))).toHaveLength(128);
    expect(canonicalJson({ a: levels(63) })).toContain('[]');
    for (const count of [65, 600, 10_000]) expect(() => canonicalJson(levels(count))).toThrow(/more than 64 levels/);
  });

  it('has one form for equal values, whatever the order of names, and reads back to the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!unsafe(value));
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it('takes every text once it is well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }), (text) => {
        const data = wellFormed({ [text]: [text], none: undefined });
        expect(JSON.parse(canonicalJson(data))).toEqual(data);
        expect('none' in data).toBe(text === 'none');
      }),
    );
  });
});

function unsafe(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(unsafe);
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([name, item]) => [name, reversed(item)]));
}
