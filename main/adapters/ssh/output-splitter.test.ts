import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OutputSplitter } from './output-splitter';

const nonce = '0123456789abcdef0123456789abcdef';

/** Feeds a stream in pieces of the given sizes and collects what came out. */
function feed(stream: Buffer, sizes: readonly number[]) {
  const splitter = new OutputSplitter(nonce);
  const parts: Buffer[] = [];
  let end: readonly string[] | null = null;
  for (let at = 0, turn = 0; at < stream.length; turn += 1) {
    const next = at + Math.max(1, sizes[turn % sizes.length] ?? 1);
    const split = splitter.push(Buffer.from(stream.subarray(at, next)));
    parts.push(split.output);
    end ??= split.end;
    at = next;
  }
  return { output: Buffer.concat(parts), end, rest: splitter.rest() };
}

const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
/** Output that likes to look like the mark. */
const output = fc
  .array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.constantFrom(`\n${nonce} EN`, '\n', `\n${nonce}`, `${nonce} END 1 -\n`, '\n\n').map((text) => Buffer.from(text))))
  .map((parts) => Buffer.concat(parts))
  .filter((bytes) => !bytes.includes(`\n${nonce} END `));

describe('output and its end', () => {
  it('are told apart wherever the chunks are cut', () => {
    fc.assert(
      fc.property(output, sizes, (bytes, cuts) => {
        const split = feed(Buffer.concat([bytes, Buffer.from(`\n${nonce} END 7 stop\nlate output of a daemon`)]), cuts);
        expect(split.output.equals(bytes)).toBe(true);
        expect(split.end).toEqual(['7', 'stop']);
        expect(split.rest).toHaveLength(0);
      }),
    );
  });

  it('are told apart where a step said nothing, and where everything comes at once', () => {
    const end = Buffer.from(`\n${nonce} END 0 -\n`);
    expect(feed(end, [end.length])).toEqual({ output: Buffer.alloc(0), end: ['0', '-'], rest: Buffer.alloc(0) });
    expect(feed(Buffer.concat([Buffer.from('a'), end]), [end.length + 1])).toMatchObject({ output: Buffer.from('a'), end: ['0', '-'] });
  });

  it('is shown at once where it cannot become the end', () => {
    for (const said of ['abc', 'a\nb', `a\n${nonce} EN.`, `\n${nonce.slice(1)}`]) expect(new OutputSplitter(nonce).push(Buffer.from(said)).output.toString()).toBe(said);
  });

  it('gives what was held back once', () => {
    const splitter = new OutputSplitter(nonce);
    expect(splitter.push(Buffer.from('a\n')).output.toString()).toBe('a');
    expect([splitter.rest().toString(), splitter.rest().toString()]).toEqual(['\n', '']);
  });

  it('without an end, what was held back is output', () => {
    fc.assert(
      fc.property(output, sizes, (bytes, cuts) => {
        const split = feed(bytes, cuts);
        expect(split.end).toBeNull();
        expect(Buffer.concat([split.output, split.rest]).equals(bytes)).toBe(true);
      }),
    );
  });

  it('is none where no line ends behind it, and nothing is held for it', () => {
    const splitter = new OutputSplitter(nonce);
    const said = [`a\n${nonce} END `, 'b'.repeat(65), 'c'.repeat(1_000)].map((text) => splitter.push(Buffer.from(text)).output.toString());
    expect(said).toEqual(['a', `\n${nonce} END ${'b'.repeat(65)}`, 'c'.repeat(1_000)]);
    expect(splitter.push(Buffer.from(`\n${nonce} END 3 -\n`))).toEqual({ output: Buffer.alloc(0), end: ['3', '-'] });
    const long = Buffer.from(`\n${nonce} END ${'x'.repeat(70)}\n`);
    expect(feed(long, [7])).toEqual({ output: long.subarray(0, -1), end: null, rest: Buffer.from('\n') });
  });

  it('cut inside the mark, only output counts, so that reading goes on at the right byte', () => {
    const whole = Buffer.from(`some output\n${nonce} END 0 -\n`);
    for (let length = 12; length < whole.length; length += 1) {
      expect(feed(whole.subarray(0, length), [3]).output.toString()).toBe('some output');
    }
  });
});
