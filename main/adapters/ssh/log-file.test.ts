import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../core/errors';
import { readLogFile, type FilePiece, type HostFile, type LogFolder } from './log-file';

interface Inode {
  readonly inode: string;
  bytes: Buffer;
}

/** A folder of one log as a host has it: names, inodes, logrotate's two ways, and a program that writes. */
class PretendFolder implements LogFolder {
  current: Inode | null;
  /** The oldest first. */
  readonly rotated: Inode[] = [];
  asked = 0;
  private inodes = 100;

  constructor() {
    this.current = this.created();
  }

  append(text: string, to = this.current): void {
    if (to !== null) to.bytes = Buffer.concat([to.bytes, Buffer.from(text)]);
  }

  rename(): void {
    if (this.current !== null) this.rotated.push(this.current);
    this.current = this.created();
  }

  copyTruncate(): void {
    if (this.current === null) return;
    this.rotated.push({ ...this.created(), bytes: this.current.bytes });
    this.current.bytes = Buffer.alloc(0);
  }

  async take(inode: string | null, from: number, most: number) {
    this.asked += 1;
    const file = inode === null ? this.current : [this.current, ...this.rotated].find((each) => each?.inode === inode);
    return ok(file === null || file === undefined ? null : { ...shown(file), data: file.bytes.subarray(from, from + most) });
  }

  async list() {
    this.asked += 1;
    return ok([...this.rotated, ...(this.current === null ? [] : [this.current])].map(shown));
  }

  private created(): Inode {
    this.inodes += 1;
    return { inode: String(this.inodes), bytes: Buffer.alloc(0) };
  }
}

function shown({ inode, bytes }: Inode): HostFile {
  return { inode, size: bytes.length, head: bytes.subarray(0, 512) };
}

class Reader {
  place: string | null = null;
  readonly lines: string[] = [];
  readonly gaps: string[] = [];

  constructor(private readonly folder: LogFolder) {}

  async look(now: number, how: 'kept' | 'lost' = 'kept'): Promise<FilePiece> {
    const read = await readLogFile(this.folder, '/var/log/app.log', this.place, now);
    if (!read.ok) throw new Error(read.error.code);
    if (how === 'lost') return read.value;
    this.place = read.value.place;
    this.lines.push(...read.value.lines);
    if (read.value.gap !== null) this.gaps.push(read.value.gap.why);
    return read.value;
  }

  async drain(now: number): Promise<void> {
    while ((await this.look(now)).more);
  }
}

const begun = async (): Promise<{ folder: PretendFolder; reader: Reader }> => {
  const folder = new PretendFolder();
  folder.append('old: nobody asked for what was there before\n');
  const reader = new Reader(folder);
  await reader.drain(0);
  return { folder, reader };
};

describe('a log that is read on from a place', () => {
  it('begins at its end, and costs one question while nothing happens', async () => {
    const { folder, reader } = await begun();
    const before = folder.asked;
    await reader.drain(1);
    expect([reader.lines, folder.asked - before]).toEqual([[], 1]);
  });

  it('waits for the rest of a line', async () => {
    const { folder, reader } = await begun();
    folder.append('half');
    await reader.drain(1);
    folder.append(' whole\r\nnext');
    await reader.drain(2);
    expect(reader.lines).toEqual(['half whole']);
  });

  it('reads what was rotated away to its end, late writers too, and then lets go of it', async () => {
    const { folder, reader } = await begun();
    folder.append('one\n');
    folder.rename();
    folder.append('three\n');
    await reader.drain(1);
    folder.append('two, late\nno end', folder.rotated[0]);
    await reader.drain(2);
    expect(reader.lines).toEqual(['one', 'three', 'two, late']);
    await reader.drain(400_000);
    expect(reader.lines.at(-1)).toBe('no end');
    folder.append('too late\n', folder.rotated[0]);
    await reader.drain(400_001);
    expect([reader.lines.length, reader.gaps]).toEqual([4, []]);
  });

  it('says so when what was not read yet is nowhere to be found', async () => {
    const { folder, reader } = await begun();
    folder.append('lost\n');
    folder.rename();
    folder.rotated.length = 0;
    folder.append('found\n');
    await reader.drain(1);
    expect([reader.lines, reader.gaps]).toEqual([['found'], ['vanished']]);
  });

  it('tells a file apart that was given the inode of another', async () => {
    const { folder, reader } = await begun();
    if (folder.current !== null) folder.current.bytes = Buffer.from('another file altogether, longer than the one before it\n');
    await reader.drain(1);
    expect([reader.lines, reader.gaps]).toEqual([['another file altogether, longer than the one before it'], ['vanished']]);
  });

  it('is missing when the file stays away, and goes on when it is back', async () => {
    const { folder, reader } = await begun();
    folder.rename();
    const next = folder.current;
    folder.current = null;
    await reader.drain(1);
    await expect(reader.look(400_000)).rejects.toThrow('log-missing');
    folder.current = next;
    folder.append('back\n');
    await reader.drain(400_001);
    expect([reader.lines, reader.gaps]).toEqual([['back'], []]);
  });

  it('cuts a line without an end, and passes over the rest of it', async () => {
    const { folder, reader } = await begun();
    folder.append('x'.repeat(400_000));
    await reader.drain(1);
    folder.append(`${'y'.repeat(10)}\nafter\n`);
    await reader.drain(2);
    expect(reader.lines.map((line) => line.length)).toEqual([8_192, 5]);
  });

  it('jumps to near the end of a log that it cannot follow, and says so', async () => {
    const { folder, reader } = await begun();
    if (folder.current !== null) folder.current.bytes = Buffer.concat([folder.current.bytes, Buffer.alloc(70_000_000, `${'z'.repeat(99)}\n`)]);
    await reader.drain(1);
    expect(reader.gaps).toEqual(['behind']);
    expect(reader.lines.length).toBeGreaterThan(10_000);
    expect(new Set(reader.lines)).toEqual(new Set(['z'.repeat(99)]));
  });

  it('loses no line and doubles none, whatever is rotated, cut and asked again', async () => {
    const act = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 40 }).map((count) => ({ kind: 'write' as const, count })) },
      fc.constant({ kind: 'half' as const }),
      fc.constant({ kind: 'rename' as const }),
      fc.constant({ kind: 'copy' as const }),
      { weight: 3, arbitrary: fc.constant({ kind: 'look' as const }) },
      { weight: 2, arbitrary: fc.constant({ kind: 'lost' as const }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 60 }), async (acts) => {
        const { folder, reader } = await begun();
        const written: string[] = [];
        let now = 0;
        const line = (): string => {
          written.push(`line ${String(written.length)} of a log that is watched`);
          return written.at(-1) ?? '';
        };
        for (const each of acts) {
          now += 1_000;
          if (each.kind === 'write') for (let left = each.count; left > 0; left -= 1) folder.append(`${line()}\n`);
          if (each.kind === 'half') {
            const text = line();
            folder.append(text.slice(0, 7));
            await reader.look(now);
            folder.append(`${text.slice(7)}\n`);
          }
          if (each.kind === 'rename') folder.rename();
          // A file that was empty when it was last seen and is empty again cannot be told from one that nobody wrote to.
          if (each.kind === 'copy' && (folder.current?.bytes.length ?? 0) > 0) {
            await reader.drain(now);
            folder.append(`${line()}\n`);
            folder.copyTruncate();
          }
          if (each.kind === 'look') await reader.look(now);
          if (each.kind === 'lost') await reader.look(now, 'lost');
        }
        await reader.drain(now + 1);
        expect(reader.lines).toEqual(written);
        expect(reader.gaps).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
