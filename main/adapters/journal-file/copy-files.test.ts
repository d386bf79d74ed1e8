import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { maxSegmentBytes, segmentName } from '../../../core/journal/line';
import { chance } from '../../../tests/support/chance';
import { tempFolder } from '../../../tests/support/journal-kit';
import { CopyFiles } from './copy-files';

const read = (root: string, writer: string): string[] => readdirSync(join(root, writer)).sort().map((name) => readFileSync(join(root, writer, name), 'utf8'));

describe('the files of another one’s journal', () => {
  it('are whole segments of whole lines in order, in however many pieces they came', async () => {
    const random = chance(20_261_122);
    const root = tempFolder();
    const files = new CopyFiles(root);
    let whole = '';
    for (let piece = 0; piece < 12; piece += 1) {
      const lines = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, at) => `${String(piece)}.${String(at)} ${'x'.repeat(Math.floor(random() * 60_000))}\n`).join('');
      // Now and then the power failed in the middle of a line.
      const cut = piece % 4 === 3 ? lines.length - 2 : lines.length;
      for (const part of [lines.slice(0, cut), lines.slice(cut)].filter((text) => text !== '')) {
        const there = piece === 0 ? [] : read(root, 'lee.laptop').map(({ length }) => length);
        await files.append('lee.laptop', there, Buffer.from(part));
      }
      whole += lines;
    }
    const segments = read(root, 'lee.laptop');
    expect(segments.join('')).toBe(whole);
    expect(segments.length).toBeGreaterThan(2);
    expect(readdirSync(join(root, 'lee.laptop')).sort()).toEqual(segments.map((_, at) => segmentName(at + 1)));
    expect(segments.filter((text) => text.length > maxSegmentBytes || !text.endsWith('\n'))).toEqual([]);
  });

  it('are kept aside under a name of their own each time, and what a crash left of the last attempt is no part of the next', async () => {
    const root = tempFolder();
    const files = new CopyFiles(root);
    await files.append('lee.laptop', [], Buffer.from('bad\n'));
    mkdirSync(join(root, 'lee.laptop.new'));
    await new CopyFiles(root).append('lee.laptop.new', [], Buffer.from('half'));
    expect(await files.replace('lee.laptop', Buffer.from('good\n'))).toBe('lee.laptop.aside-1');
    expect(await files.replace('lee.laptop', Buffer.from('better\n'))).toBe('lee.laptop.aside-2');
    expect([read(root, 'lee.laptop'), read(root, 'lee.laptop.aside-1'), read(root, 'lee.laptop.aside-2')]).toEqual([['better\n'], ['bad\n'], ['good\n']]);
    expect(readdirSync(root)).toHaveLength(3);
  });

  it.skipIf(process.platform === 'win32')('are not written where a link leads', async () => {
    const [root, elsewhere] = [tempFolder(), tempFolder()];
    symlinkSync(elsewhere, join(root, 'lee.laptop'));
    mkdirSync(join(root, 'kim.laptop'), { mode: 0o700 });
    symlinkSync(join(elsewhere, 'x'), join(root, 'kim.laptop', segmentName(1)));
    for (const writer of ['lee.laptop', 'kim.laptop']) await expect(new CopyFiles(root).append(writer, [], Buffer.from('a\n'))).rejects.toThrow();
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});
