import { describe, expect, it } from 'vitest';
import en from './en.json';
import ko from './ko.json';
import { translate } from './translate';

const english: Record<string, string> = en;
const korean: Record<string, string> = ko;
const names = (text: string): string[] =>
  [...text.matchAll(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g)].map((match) => match[1] ?? '').sort();

describe('the sentences of the screens', () => {
  it('exist in both languages', () => {
    expect(Object.keys(korean).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(Object.keys(english))('%s names the same values in both, and is never empty', (key) => {
    expect(english[key]?.trim()).not.toBe('');
    expect(korean[key]?.trim()).not.toBe('');
    expect(new Set(names(korean[key] ?? ''))).toEqual(new Set(names(english[key] ?? '')));
  });

  it('are really Korean, except for names, units and keys', () => {
    const words = (text: string): string => text.replace(/\{[a-zA-Z0-9]+\}/g, '');
    const latin = Object.entries(korean).filter(
      ([key, text]) => !/[가-힣]/.test(text) && /[a-z]{2}/i.test(words(text)) && text !== english[key],
    );
    expect(latin).toEqual([]);
  });

  it('never put a bare particle behind a value, because its form depends on the value', () => {
    const bare = Object.entries(korean).filter(([, text]) =>
      /\}(을|를|이|가|은|는|과|와|으로|로)(?=[\s.,])/.test(text),
    );
    expect(bare).toEqual([]);
  });

  it('count in English as people do, and take no value for a form', () => {
    expect(translate('en', 'rules.use', { n: 1, m: 2 })).toBe('1 alert, 2 firings');
    expect(translate('en', 'age.ago', { age: '{age:a|b}' })).toBe('{age:a|b} ago');
  });

  it('group the digits of what is very many', () => {
    expect(translate('ko', 'alerts.total', { n: 59_609 })).toContain('59,609');
    expect(translate('en', 'alerts.total', { n: 9_093 })).toContain('9093');
  });

  it('are filled with values as they are', () => {
    expect(translate('en', 'age.ago', { age: '<b>12 s</b>' })).toBe('<b>12 s</b> ago');
  });
});
