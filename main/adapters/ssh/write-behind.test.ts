import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WriteBehind } from './write-behind';

describe('writing behind the caller’s back', () => {
  let folder = '';
  let file: FileHandle;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'write-behind-'));
    file = await open(join(folder, 'out'), 'a');
  });
  afterEach(async () => {
    await file.close();
    await rm(folder, { recursive: true });
  });

  it('keeps every byte and their order, whatever the disk takes at once', async () => {
    const stingy = with_(file, {
      writev: async (buffers) => {
        const { bytesWritten } = await file.write(buffers[0] as Buffer, 0, Math.min(7, buffers[0]?.byteLength ?? 0));
        return { bytesWritten, buffers };
      },
    });
    const behind = new WriteBehind(stingy);
    const pieces = Array.from({ length: 60 }, (_, at) => `${String(at)}:${'x'.repeat(at % 13)};`);
    for (const piece of pieces) await behind.push(Buffer.from(piece));
    await behind.push(Buffer.alloc(0));
    await behind.sync();
    expect(await readFile(join(folder, 'out'), 'utf8')).toBe(pieces.join(''));
  });

  it('holds the source back when too much waits', async () => {
    const waiting: (() => void)[] = [];
    const slow = with_(file, {
      writev: async (buffers) => {
        await new Promise<void>((go) => waiting.push(go));
        return file.writev(buffers);
      },
    });
    const behind = new WriteBehind(slow);
    let pushed = 0;
    const pushing = (async () => {
      for (; pushed < 40; pushed += 1) await behind.push(Buffer.alloc(1024 * 1024));
    })();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(pushed).toBe(4);
    const letting = setInterval(() => waiting.splice(0).forEach((go) => go()), 1);
    await pushing;
    await behind.drain();
    clearInterval(letting);
    expect((await file.stat()).size).toBe(40 * 1024 * 1024);
  });

  it.each(['writev', 'datasync'] as const)('tells a %s that failed to whoever comes next, for good', async (what) => {
    const full = with_(file, { [what]: () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' })) });
    const behind = new WriteBehind(full);
    await behind.push(Buffer.from('lost'));
    await expect(behind.sync()).rejects.toMatchObject({ code: 'ENOSPC' });
    if (what === 'writev') await expect(behind.push(Buffer.from('more'))).rejects.toMatchObject({ code: 'ENOSPC' });
    await expect(behind.sync()).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('syncs what there is, and nothing when there is nothing', async () => {
    let syncs = 0;
    const counted = with_(file, { datasync: () => ((syncs += 1), file.datasync()) });
    const behind = new WriteBehind(counted);
    await behind.sync();
    expect(syncs).toBe(0);
    await behind.push(Buffer.from('a'));
    await behind.sync();
    expect(syncs).toBe(1);
    await behind.push(Buffer.alloc(17 * 1024 * 1024));
    await behind.drain();
    await behind.sync();
    expect(syncs).toBe(3);
  });
});

/** A file of which some calls do something else. */
function with_(file: FileHandle, calls: Partial<Pick<FileHandle, 'writev' | 'datasync'>>): FileHandle {
  return new Proxy(file, {
    get: (target, name) => {
      const own: unknown = Reflect.get(calls, name) ?? Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
