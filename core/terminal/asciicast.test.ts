import { describe, expect, it } from 'vitest';
import { castEvent, castHeader, CastToV2 } from './asciicast';

const header = castHeader({ columns: 80, rows: 24, startedAt: 1_700_000_000_999, title: 'db-01' });

function toV2(lines: readonly string[]): unknown[] {
  const cast = new CastToV2();
  return lines.flatMap((line) => {
    const made = cast.line(line.trimEnd(), (output) => output.toUpperCase());
    return made === null ? [] : [JSON.parse(made) as unknown];
  });
}

describe('an asciicast', () => {
  it('is written as version 3: relative times, no input', () => {
    expect(header).toBe('{"version":3,"term":{"cols":80,"rows":24,"type":"xterm-256color"},"timestamp":1700000000,"title":"db-01"}\n');
    expect(castEvent(1_250, 'o', 'a"\u001b\r\n')).toBe('[1.25,"o","a\\"\\u001b\\r\\n"]\n');
    expect(castEvent(-3, 'r', '10x5')).toBe('[0,"r","10x5"]\n');
  });

  it('is exported as version 2: absolute times, what version 2 does not know left out', () => {
    const lines = [header, castEvent(500, 'o', 'one'), '# a comment', castEvent(0, 'r', '100x30'), castEvent(1_000, 'o', 'two'), castEvent(10, 'x', '0')];
    expect(toV2(lines)).toEqual([
      { version: 2, width: 80, height: 24, timestamp: 1_700_000_000, title: 'db-01', env: { TERM: 'xterm-256color' } },
      [0.5, 'o', 'ONE'],
      [0.5, 'r', '100x30'],
      [1.5, 'o', 'TWO'],
    ]);
  });

  it('leaves out a line that was torn off, and gives nothing for what is no recording', () => {
    expect(toV2([header, castEvent(1, 'o', 'x'), '[0.1,"o","tor'])).toHaveLength(2);
    expect(toV2(['{"version":2}', 'nonsense', ''])).toEqual([]);
  });
});
