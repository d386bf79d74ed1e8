import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretMask } from './secret-mask';

function mask(secrets: readonly string[], chunks: readonly string[]): string {
  const masker = new SecretMask(secrets);
  return Buffer.concat([...chunks.map((chunk) => Buffer.from(masker.push(Buffer.from(chunk)))), masker.rest()]).toString();
}

describe('a secret in the output', () => {
  it.each([
    ['plain', 'swordfish', 'swordfish'],
    ['base64', 'swordfish', Buffer.from('swordfish').toString('base64')],
    ['hex', 'swordfish', Buffer.from('swordfish').toString('hex')],
    ['in a URL', 'sword fish&', encodeURIComponent('sword fish&')],
    ['in JSON', 'sword"fish', 'sword\\"fish'],
  ])('%s becomes stars of the same length', (_name, secret, shown) => {
    expect(mask([secret], [`a ${shown} b`])).toBe(`a ${'*'.repeat(shown.length)} b`);
  });

  it('is found wherever chunks cut it, and the length stays', () => {
    const word = fc.string({ minLength: 4, maxLength: 12, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(word, fc.array(word), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (secret, words, sizes) => {
        const text = [...words, secret, ...words].join(secret);
        const chunks: string[] = [];
        for (let at = 0, turn = 0; at < text.length; turn += 1) {
          const next = at + (sizes[turn % sizes.length] ?? 1);
          chunks.push(text.slice(at, next));
          at = next;
        }
        const masked = mask([secret], chunks);
        expect(masked).toHaveLength(text.length);
        if (!/^\*+$/.test(secret)) expect(masked).not.toContain(secret);
      }),
    );
  });

  it('leaves everything else alone', () => {
    expect(mask(['swordfish'], ['swordfis', ' and sword', 'fi'])).toBe('swordfis and swordfi');
    expect(mask(['abc'], ['abc'])).toBe('abc');
    expect(mask([], ['anything'])).toBe('anything');
  });
});
