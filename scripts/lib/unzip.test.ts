import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { unzip } from './unzip.mjs';

interface Part {
  readonly name: string;
  readonly data: Buffer;
  readonly mode?: number;
  readonly stored?: boolean;
  readonly crc?: number;
}

/** Writes an archive byte by byte, so that it can also be a lie. */
function zip(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data, mode = 0o100644, stored = false, crc = crc32(data) } of parts) {
    const packed = stored ? data : deflateRawSync(data);
    const extra = Buffer.alloc(7);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    local.writeUInt16LE(extra.length, 28);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(stored ? 0 : 8, 10);
    entry.writeUInt32LE(crc, 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(data.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    const body = Buffer.concat([local, Buffer.from(name), extra, packed]);
    bodies.push(body);
    at += body.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listing, end]);
}

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakglass-unzip-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function archive(parts: readonly Part[]): string {
  const path = join(folder, 'archive.zip');
  writeFileSync(path, zip(parts));
  return path;
}

const text = Buffer.from('many bytes, many bytes, many bytes');

describe('unzip', () => {
  it('unpacks what is placed, under its new name and with its mode, and leaves out the rest', async () => {
    const path = archive([
      { name: 'App/', data: Buffer.alloc(0), stored: true },
      { name: 'App/run', data: text, mode: 0o100755 },
      { name: 'App/plain', data: text, stored: true },
      { name: 'App/empty', data: Buffer.alloc(0), stored: true },
      { name: 'App/other', data: text },
    ]);
    await unzip(path, folder, (name) => (name === 'App/other' ? undefined : name.replace('App/', 'out/')));
    expect(readFileSync(join(folder, 'out/run'))).toEqual(text);
    expect(statSync(join(folder, 'out/run')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(folder, 'out/plain'))).toEqual(text);
    expect(readFileSync(join(folder, 'out/empty')).length).toBe(0);
    expect(existsSync(join(folder, 'out/other'))).toBe(false);
  });

  it('refuses a name that leads out of the folder, a link, and damage', async () => {
    const open = (part: Part): Promise<void> => unzip(archive([part]), join(folder, 'in'), (name) => name);
    await expect(open({ name: '../out', data: text })).rejects.toThrow('leads out of');
    await expect(open({ name: '/tmp/breakglass-x', data: text })).rejects.toThrow('leads out of');
    await expect(open({ name: 'link', data: text, mode: 0o120777 })).rejects.toThrow('is a link');
    await expect(open({ name: 'bad', data: text, crc: 1 })).rejects.toThrow('is damaged');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });

  it('refuses what is not a zip at all', async () => {
    const path = join(folder, 'noise');
    writeFileSync(path, 'x'.repeat(1000));
    await expect(unzip(path, folder, (name) => name)).rejects.toThrow('not a zip archive');
  });
});
