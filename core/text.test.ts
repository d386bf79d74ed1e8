import { describe, expect, it } from 'vitest';
import { fill } from './text';

describe('a sentence with values', () => {
  it('keeps a name that has no value in sight', () => {
    expect(fill('{host} is gone since {at}', { host: 'api-01' })).toBe('api-01 is gone since {at}');
  });

  it.each([
    [0, '0 hosts'],
    [1, '1 host'],
    [2, '2 hosts'],
    ['1', '1 host'],
  ])('counts %s in English as people do', (n, words) => {
    expect(fill('{n} {n:host|hosts}', { n })).toBe(words);
  });

  it('takes no value for a form or for another name', () => {
    expect(fill('{title}', { title: '{n:a|b} {title}', n: 1 })).toBe('{n:a|b} {title}');
    expect(fill('{n:a|b}', {})).toBe('{n:a|b}');
  });
});
