import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../core/errors';
import { MergedOutput } from './merged-output';
import { OutputPages, type Growing, type OutputLines } from './output-pages';

const cell = (host: string, bytes: number, ended = false): Growing => ({ host, bytes, startedAt: 1_000, endedAt: ended ? 2_000 : null });
const serve = (text: () => string, arrived: [number, number][] = []) => {
  const asked: number[] = [];
  return {
    asked,
    ask: (from: number, max: number) => {
      asked.push(from);
      const page = text().slice(from, from + max);
      return Promise.resolve(ok({ text: page, next: from + page.length, size: text().length, arrived }));
    },
  };
};
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 400; turn += 1) await setImmediate();
};
const text = (output: OutputLines, line: number): string => `${output.line(line)?.host ?? ''} ${output.line(line)?.spans.map((span) => span.text).join('') ?? '(fetched)'}`.trim();

describe('one host’s output', () => {
  it('grows, keeps a look over pages, and shows the line that is not over', async () => {
    let all = 'one\n\u001b[31mred\n';
    const output = new OutputPages('a', serve(() => all).ask, () => undefined);
    output.grow([cell('a', all.length)]);
    await settle();
    all += 'still red\nunfinished';
    output.grow([cell('a', all.length)]);
    await settle();
    expect([0, 1, 2, 3].map((line) => text(output, line))).toEqual(['one', 'red', 'still red', 'unfinished']);
    expect(output.line(2)?.spans[0]?.look.ink).toBe('red');
  });

  it('keeps a window of 10 MB in memory, finds in all of it, and fetches what comes into view', async () => {
    const lines = 160_000;
    const all = Array.from({ length: lines }, (_, at) => `line ${String(at).padStart(8, '0')} ${at === 123_456 ? 'Fatal: needle' : 'all is well, nothing to see here, go on'}\n`).join('');
    const served = serve(() => all);
    const output = new OutputPages('a', served.ask, () => undefined);
    output.grow([cell('a', all.length)]);
    await settle();
    expect(output.count).toBe(lines);
    expect(output.firstError).toBe(123_456);
    expect(await output.find('NEEDLE', false)).toEqual([123_456]);
    expect(await output.find('NEEDLE', true)).toEqual([]);
    const before = served.asked.length;
    expect(text(output, 0)).toBe('(fetched)');
    await settle();
    expect(served.asked.length).toBe(before + 1);
    expect(text(output, 0)).toContain('line 00000000');
    expect(text(output, lines - 1)).toContain('line 00159999');
  });
});

describe('all hosts’ output', () => {
  it('is in the order in which it came, each line with its host, the last without an end too', async () => {
    const a = serve(() => 'a1\na2\na3', [[0, 10], [3, 30], [6, 50]]);
    const b = serve(() => 'b1\nerror b2\n', [[0, 20], [3, 40]]);
    const output = new MergedOutput([{ host: 'a', ask: a.ask }, { host: 'b', ask: b.ask }], () => undefined);
    output.grow([cell('a', 8, true), cell('b', 12, true)]);
    await settle();
    expect(Array.from({ length: output.count }, (_, line) => text(output, line))).toEqual(['a a1', 'b b1', 'a a2', 'b error b2', 'a a3']);
    expect(output.firstError).toBe(3);
    expect(await output.find('b', false)).toEqual([1, 3]);
  });

  it('leaps where it is too far behind, says how much it left out, and keeps what others said', async () => {
    const long = Array.from({ length: 300_000 }, (_, at) => `${String(at).padStart(99, '0')}\n`).join('');
    const output = new MergedOutput([{ host: 'a', ask: serve(() => 'error a\n', [[0, 5]]).ask }, { host: 'b', ask: serve(() => long, [[0, 10]]).ask }], () => undefined);
    output.grow([cell('a', 8, true), cell('b', long.length, true)]);
    await settle();
    expect([text(output, 0), text(output, 1), text(output, 2)]).toEqual(['a error a', 'b', `b ${String(300_000 - 83_886).padStart(99, '0')}`]);
    expect([output.line(0), output.line(1)].map((line) => line?.leftOut)).toEqual([0, (300_000 - 83_886) * 100]);
    expect([output.count, output.firstError, output.isCut]).toEqual([83_888, 0, true]);
    expect(text(output, output.count - 1)).toBe(`b ${String(299_999).padStart(99, '0')}`);
  });

  it('finds the first error anew when the one before it falls out of the window', async () => {
    let all = `error one\n${'x\n'.repeat(10)}error two\n`;
    const output = new MergedOutput([{ host: 'a', ask: serve(() => all).ask }], () => undefined);
    output.grow([cell('a', all.length)]);
    await settle();
    expect(output.firstError).toBe(0);
    all += 'x\n'.repeat(99_993);
    output.grow([cell('a', all.length)]);
    await settle();
    expect([output.count, output.firstError]).toEqual([100_000, 6]);
  });

  it('keeps a window only, and says so', async () => {
    const all = 'x\n'.repeat(120_000);
    const output = new MergedOutput([{ host: 'a', ask: serve(() => all).ask }], () => undefined);
    output.grow([cell('a', all.length)]);
    await settle();
    expect(output.count).toBe(100_000);
    expect(output.isCut).toBe(true);
  });
});
