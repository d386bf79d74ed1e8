import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const css = readFileSync(fileURLToPath(new URL('theme.css', import.meta.url)), 'utf8');

function tokens(theme: string): Map<string, string> {
  const block = css.slice(css.indexOf(`[data-theme='${theme}']`)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']));
}

/** WCAG 2.2 relative luminance of #rrggbb. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, two: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(two)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const words = ['text', 'dim', 'plain', 'red', 'amber', 'violet', 'grey', 'green', 'blue', 'purple'];
const grounds = ['ground', 'panel', 'raised', 'cursor'];
const fills = ['red', 'bar', 'amber', 'grey', 'blue', 'violet', 'purple', 'caution'];

describe.each(['dark', 'light', 'night'])('the %s theme', (theme) => {
  const of = (name: string): string => tokens(theme).get(name) ?? expect.fail(`no --${name} in ${theme}`);

  it.each(words.flatMap((word) => grounds.map((ground) => [word, ground] as const)))(
    '%s is readable on %s',
    (word, ground) => {
      expect(contrast(of(word), of(ground))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(fills)('what is written on %s is readable', (fill) => {
    expect(contrast(of(`on-${fill}`), of(`fill-${fill}`))).toBeGreaterThanOrEqual(4.5);
  });

  it('shows where its controls end', () => {
    expect(contrast(of('control-line'), of('panel'))).toBeGreaterThanOrEqual(3);
  });
});

it('is never white at night', () => {
  for (const colour of tokens('night').values()) expect(luminance(colour)).toBeLessThan(0.75);
});
