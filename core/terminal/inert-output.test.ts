import { Terminal } from '@xterm/xterm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../tests/support/any-character';
import { askingSequences } from '../../tests/support/asking-sequences';
import { InertOutput } from './inert-output';

const inert = (text: string): string => new InertOutput().push(text);

/** A real terminal: what it shows after some output, and what it would have sent back. */
async function terminal(text: string): Promise<{ readonly screen: string; readonly answers: string[]; readonly title: string[] }> {
  const real = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const answers: string[] = [];
  const title: string[] = [];
  real.onData((data) => answers.push(data));
  real.onBinary((data) => answers.push(data));
  real.onTitleChange((name) => title.push(name));
  await new Promise<void>((resolve) => {
    real.write(text, resolve);
  });
  const lines = Array.from({ length: 24 }, (_, row) => real.buffer.active.getLine(row)?.translateToString(true) ?? '');
  real.dispose();
  return { screen: lines.join('\n').trimEnd(), answers, title };
}

describe('what reaches a terminal', () => {
  it.each(askingSequences)('%s does not', async (_name, sequence) => {
    expect(inert(`a${sequence}`).replaceAll(/[\u0020-\u007e]/g, '')).toBe('');
    expect(inert(`\u001b[?2004h${sequence}`)).not.toContain('\u001b]');
    const { answers, title } = await terminal(inert(`${sequence}\u001b[?1004h`));
    expect({ answers, title }).toEqual({ answers: [], title: [] });
  });

  it('is a wall that is needed: a real terminal answers some of them', async () => {
    const answered = await Promise.all(askingSequences.map(async ([, sequence]) => (await terminal(sequence)).answers.length > 0));
    expect(answered.filter(Boolean).length).toBeGreaterThanOrEqual(5);
  });

  it.each([
    ['text and lines', 'héllo 한글 😀\r\n\tx\b\u0007'],
    ['colours', '\u001b[1;31mred\u001b[38;5;208mo\u001b[48;2;1;2;3mt\u001b[4:3mu\u001b[0m'],
    ['cursor', '\u001b[2;5H\u001b[A\u001b[10C\u001b[K\u001b[2J\u001b[?25l\u001b[?25h'],
    ['full screen', '\u001b[?1049h\u001b[1;24r\u001b[?1h\u001b=\u001b[?1049l\u001b>'],
    ['lines and margins', '\u001b[3L\u001b[2M\u001b[4P\u001b[2@\u001b[5X\u001bM\u001bD\u001bE\u001b7\u001b8'],
    ['line drawing', '\u001b(0lqk\u001b(B\u001b)0\u000e\u000f'],
    ['bracketed paste, cursor shape, soft reset', '\u001b[?2004h\u001b[4 q\u001b[!p\u001bc'],
  ])('is unchanged: %s', (_name, text) => {
    expect(inert(text)).toBe(text);
  });

  it('keeps what may pass of several modes, and drops counts that would take for ever', () => {
    expect(inert('\u001b[?1;1004;25h')).toBe('\u001b[?1;25h');
    expect(inert('\u001b[2147483647b\u001b[99999Sx')).toBe('x');
  });

  it('does not care where the pieces were cut, for anything at all', () => {
    const shreds = fc.constantFrom('\u001b', '\u001b[', '\u001b]', '\u001bP', '\u001b\\', '\u0007', '\u0018', '?', ';', '6', 'n', 'c', 'm', 'h', '$', '>', '1004', '\u009b', '\u009c');
    const texts = fc.array(fc.oneof({ weight: 3, arbitrary: shreds }, { weight: 1, arbitrary: anyCharacter }), { maxLength: 60 });
    fc.assert(
      fc.property(texts, fc.nat(60), (parts, cut) => {
        const text = parts.join('');
        const at = Math.min(cut, text.length);
        const pieces = new InertOutput();
        expect(pieces.push(text.slice(0, at)) + pieces.push(text.slice(at))).toBe(inert(text));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves a real terminal without a word to say, for anything at all', async () => {
    const sequences = fc.constantFrom(...askingSequences.map(([, sequence]) => sequence), '\u001b', '[', '?', 'c', 'n', '6', '\u0018', 'P$q', '\u009b6n', '\u0090$qm\u009c');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(sequences, anyCharacter), { maxLength: 40 }), async (parts) => {
        const { answers, title } = await terminal(inert(parts.join('')));
        expect({ answers, title }).toEqual({ answers: [], title: [] });
      }),
      { numRuns: 150 },
    );
  });

  it('shows the same screen as the raw output would, where that only draws', async () => {
    const text = '\u001b[2J\u001b[Hone\r\ntwo\u001b[5;5H\u001b[32mgreen\u001b[0m\u001b[1;1H\u001b[@X';
    expect((await terminal(inert(text))).screen).toBe((await terminal(text)).screen);
  });
});
