import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bordersOf, overlap, SecretMask } from './secret-mask';

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

  it.each([
    ['upper-case hex', 'swordfish', Buffer.from('swordfish').toString('hex').toUpperCase()],
    ['lower-case %xx', "a/b c'd!", 'a%2fb%20c%27d%21'],
    ['%xx of a form', "a/b c'd!", 'a%2Fb+c%27d%21'],
    ['%xx that spares a slash', 'a/b c~d!', 'a/b%20c~d%21'],
    ['base64url', 'sw\u00ff\u00ferd??>>', Buffer.from('sw\u00ff\u00ferd??>>').toString('base64url')],
  ])('%s becomes stars, too', (_name, secret, shown) => {
    expect(mask([secret], [`a ${shown} b`])).toMatch(/^a \*+[\w-]? b$/);
    expect(mask([secret], [`a ${shown} b`])).toHaveLength(shown.length + 4);
  });

  it('is not seen in base64 of anything it is part of', () => {
    const around = fc.string({ maxLength: 5, unit: 'grapheme' });
    fc.assert(
      fc.property(around, fc.string({ minLength: 4, maxLength: 24, unit: 'grapheme-ascii' }), around, fc.constantFrom('base64' as const, 'base64url' as const), fc.nat({ max: 60 }), (before, secret, after, how, cut) => {
        const text = Buffer.from(`${before}${secret}${after}`).toString(how);
        const masked = mask([secret], [text.slice(0, cut), text.slice(cut)]);
        expect(masked).toHaveLength(text.length);
        const from = Buffer.byteLength(before) * 8;
        const to = from + Buffer.byteLength(secret) * 8;
        // All characters but the two that it shares with its neighbours.
        expect(masked.slice(Math.ceil(from / 6), Math.floor(to / 6))).toMatch(/^\*+$/);
      }),
    );
  });

  it('canary: no usual way of printing one leaves it in a transcript', () => {
    const canary = 'correct-horse/4711';
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const printed = [`Authorization: Basic ${base64(`deploy:${canary}`)}`, base64(`${canary}\n`), `password: ${base64(`{"pw":"${canary}"}`)}`, `?pw=${encodeURIComponent(canary).toLowerCase()}`, Buffer.from(`:${canary}:`).toString('hex').toUpperCase(), JSON.stringify({ canary })];
    const masked = mask([canary], [printed.join('\n')]);
    const plain = masked.split(/[^\w+/=-]+/).flatMap((word) => [word, Buffer.from(word, 'base64').toString('latin1'), Buffer.from(word, 'hex').toString('latin1')]).join(' ');
    for (let at = 0; at + 4 <= canary.length; at += 1) expect(plain).not.toContain(canary.slice(at, at + 4));
  });

  it('is covered whole where two spellings or two secrets overlap, wherever it is cut', () => {
    for (let cut = 0; cut <= 9; cut += 1) {
      const text = 'xabababcdx';
      expect(mask(['abab', 'babcd'], [text.slice(0, cut), text.slice(cut)])).toBe('x********x');
    }
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

describe('the end of an output that a secret may begin with', () => {
  it('is as long as trying every length finds it', () => {
    const bytes = (maxLength: number) => fc.array(fc.constantFrom(97, 98), { maxLength }).map((list) => Buffer.from(list));
    const longest = (all: Buffer, value: Buffer): number => {
      const lengths = Array.from({ length: value.length }, (_, length) => length);
      return Math.max(...lengths.filter((length) => length <= all.length && all.subarray(all.length - length).equals(value.subarray(0, length))));
    };
    fc.assert(
      fc.property(bytes(40), bytes(12), fc.constantFrom(97, 98), fc.boolean(), (before, begin, last, repeats) => {
        const value = Buffer.concat([begin, ...(repeats ? [begin] : []), Buffer.from([last])]);
        for (const all of [before, Buffer.concat([before, begin]), Buffer.concat([before, value])]) {
          expect(overlap(all, value, bordersOf(value))).toBe(longest(all, value));
        }
      }),
    );
  });
});
