import { appendFileSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unzip } from '../../../scripts/lib/unzip.mjs';
import { chance as chanceOf } from '../../../tests/support/chance';
import { tempFolder } from '../../../tests/support/journal-kit';
import { createCaseExports } from './case-exports';

const chance = chanceOf(7);
/** Many pieces, half of which do not pack. */
const large = Buffer.from(Array.from({ length: 1_500_000 }, (_, at) => (at % 2 === 0 ? 0x61 : Math.floor(chance() * 256))));

async function world() {
  const root = tempFolder();
  mkdirSync(join(root, 'transcripts'));
  const file = join(root, 'transcripts/step.raw');
  writeFileSync(file, large);
  const exports = createCaseExports(join(root, 'transcripts'));
  const found = await exports.transcript('step');
  if (found === null) throw new Error('no transcript');
  return { root, file, exports, found };
}

describe('a large output', () => {
  it('is read in pieces, and everything else has a turn before each next one', async () => {
    const { found, exports } = await world();
    for (const source of [found.raw, exports.made(large)]) {
      let pieces = 0;
      for await (const piece of source.pieces()) {
        expect(piece.length).toBeLessThanOrEqual(256 * 1024);
        pieces += 1;
      }
      expect(pieces).toBeGreaterThan(5);
    }
    let [turns, done] = [0, false];
    const turn = (): void => {
      turns += 1;
      if (!done) setImmediate(turn);
    };
    setImmediate(turn);
    let before = turns;
    for await (const piece of found.raw.pieces()) {
      expect(piece.length > 0 && turns > before).toBe(true);
      before = turns;
    }
    done = true;
    expect(found.beginning).toMatchObject({ more: true });
  });

  it('arrives whole in a zip and in a folder, as it was when it was hashed', async () => {
    const { root, file, exports, found } = await world();
    appendFileSync(file, 'a step that goes on writing');
    for (const form of ['zip', 'folder'] as const) {
      const begun = await exports.begin(join(root, form), form, false);
      if (!begun.ok) throw new Error(begun.error.code);
      for (const [path, source] of [['a/first.raw', found.raw], ['second.txt', exports.made(Buffer.from('small'))], ['empty', exports.made(Buffer.alloc(0))]] as const) {
        expect(await begun.value.put(path, source)).toEqual({ ok: true, value: undefined });
      }
      expect((await begun.value.finish()).ok).toBe(true);
    }
    mkdirSync(join(root, 'unpacked'));
    await unzip(join(root, 'zip'), join(root, 'unpacked'), (name) => name);
    for (const folder of ['unpacked', 'folder']) {
      expect(readFileSync(join(root, folder, 'a/first.raw')).equals(large)).toBe(true);
      expect(readFileSync(join(root, folder, 'second.txt'), 'utf8')).toBe('small');
      expect(readFileSync(join(root, folder, 'empty'))).toHaveLength(0);
    }
  });

  it('that is another one by the time it is written, or a link by then, is no part of an export', async () => {
    const { root, file, exports, found } = await world();
    for (const form of ['zip', 'folder'] as const) {
      writeFileSync(file, Buffer.from(large).fill(0x62, 0, 9));
      const begun = await exports.begin(join(root, form), form, false);
      if (!begun.ok) throw new Error(begun.error.code);
      expect(await begun.value.put('first.raw', found.raw)).toMatchObject({ ok: false, error: { code: 'export-unwritable' } });
      await begun.value.abandon();
    }
    writeFileSync(join(root, 'secret'), large);
    symlinkSync(join(root, 'secret'), join(root, 'transcripts/linked.raw'));
    expect(await exports.transcript('linked')).toBeNull();
    expect(await exports.transcript('../secret')).toBeNull();
    expect(readdirSync(root).sort()).toEqual(['secret', 'transcripts']);
  });
});
