import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { vectors, writeLines, type Hand } from '../../tests/support/journal-vectors';
import { leaveOut, readLeftOut } from './left-out';
import { parseLine } from './line';
import { hashFrom, stateAfter } from './sha256-state';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const kim: Hand = { op: 'k', dev: 'l', alg: 'ed25519', seed: Buffer.alloc(32, 1) };

it('goes on with SHA-256 from any block, as Node hashes the whole', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), fc.nat(10), (bytes, blocks) => {
      const cut = Math.min(blocks, Math.floor(bytes.length / 64)) * 64;
      expect(hashFrom(stateAfter(bytes.subarray(0, cut)), cut, bytes.subarray(cut))).toBe(sha256(bytes));
    }),
  );
});

it('leaves a line’s content out and keeps its place in the chain', () => {
  for (const line of Object.values(vectors().journals).flat()) {
    const parsed = parseLine(line);
    if (!parsed.ok) throw new Error('a vector that does not hold');
    const left = leaveOut(line, parsed.entry);
    expect(readLeftOut(left)).toEqual({ seq: parsed.entry.seq, prev: parsed.entry.prev, hash: sha256(line) });
  }
});

it('keeps nothing of the content, whatever it is, and however short the names are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }).filter((text) => !/\p{Cs}/u.test(text)), (text) => {
      const [line = ''] = writeLines(kim, [{ code: 'CASE-NOTE', data: { text: `CANARY${text}` } }]);
      const parsed = parseLine(line);
      if (!parsed.ok) throw new Error(parsed.why);
      const left = leaveOut(line, parsed.entry);
      expect(left).not.toContain('CANARY');
      expect(left).not.toContain('"data"');
      const end = JSON.stringify(text).slice(1, -1).slice(-6);
      if (end.length === 6) expect((JSON.parse(left) as { tail: string }).tail).not.toContain(`${end}"},`);
      expect(readLeftOut(left)?.hash).toBe(sha256(line));
    }),
    { numRuns: 12 },
  );
});

it('takes nothing else for one: a changed byte gives another hash, or none', () => {
  const [line = ''] = vectors().journals['kim.laptop'] ?? [];
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(parsed.why);
  const left = leaveOut(line, parsed.entry);
  for (let at = 0; at < left.length; at += 1) {
    const changed = left.slice(0, at) + (left[at] === '1' ? '2' : '1') + left.slice(at + 1);
    const read = readLeftOut(changed);
    expect(read === null || read.hash !== sha256(line)).toBe(true);
  }
});
