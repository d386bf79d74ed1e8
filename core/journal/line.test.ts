import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, wellFormed } from './canonical';
import { framedText, lineFrame, lineText, noPrevious, parseLine, signedLine, signedText, type Unsigned } from './line';

const text = fc.string({ unit: 'grapheme' });
const anyEntry: fc.Arbitrary<Unsigned> = fc.record({
  v: fc.constant(1 as const),
  seq: fc.nat(),
  prev: text,
  at: fc.maxSafeInteger(),
  mono: fc.nat(),
  boot: text,
  hlc: text,
  op: text,
  dev: text,
  key: text,
  alg: fc.constantFrom('ed25519' as const, 'sshsig' as const, 'session' as const),
  code: text,
  data: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(text), fc.dictionary(text, fc.integer()))).map((data) => wellFormed({ ...data })),
});

describe('a line of a journal', () => {
  it('is the same bytes put together from its parts as written whole', () => {
    fc.assert(
      fc.property(anyEntry, text, (entry, sig) => {
        const framed = framedText(lineFrame(entry), entry, canonicalJson(entry.data));
        expect(framed).toBe(signedText(entry));
        expect(signedLine(framed, sig)).toBe(lineText(entry, sig));
      }),
    );
  });

  it('gives back the text that was signed, byte by byte', () => {
    const wellShaped = anyEntry.map((entry) => ({ ...entry, seq: entry.seq + 1, prev: noPrevious, hlc: '018c2f5e7a10-0003', code: 'ALERT-ACK' }));
    fc.assert(
      fc.property(wellShaped, text, (entry, sig) => {
        expect(parseLine(lineText(entry, sig))).toMatchObject({ ok: true, signed: signedText(entry) });
      }),
    );
  });
});
