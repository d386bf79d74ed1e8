import type { FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** What a zip without the 64-bit extension can hold. */
const mostBytes = 0xffff_ffff;
const mostFiles = 0xffff;

const tooLarge = 'too large for a zip; write a folder';

const localMark = Buffer.from('PK\x03\x04', 'latin1');

/** Dates in a zip are of a wall clock without a zone; one fixed day keeps equal contents equal, byte for byte. */
const fixedDate = (1 << 5) | 1;

/** Writes a zip (PKWARE APPNOTE 4.3) into an open file, one member after the other. */
export class ZipWriter {
  private readonly central: Buffer[] = [];
  private offset = 0;

  constructor(private readonly file: FileHandle) {}

  /** Packs piece by piece, outside this thread: the caller's others go on meanwhile. */
  async add(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.central.length >= mostFiles) throw new Error(tooLarge);
    const name = Buffer.from(path, 'utf8');
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    // Names are UTF-8.
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(fixedDate, 8);
    facts.writeUInt16LE(name.length, 22);
    const start = this.offset;
    await this.write(Buffer.concat([localMark, facts, name]));
    const packedFrom = this.offset;
    let [crc, size] = [0, 0];
    const counted = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces) {
        crc = crc32(piece, crc);
        size += piece.length;
        if (size > mostBytes) throw new Error(tooLarge);
        yield piece;
      }
    };
    await pipeline(counted, createDeflateRaw({ chunkSize: 65_536 }), async (packed: AsyncIterable<Buffer>) => {
      for await (const piece of packed) await this.write(piece);
    });
    facts.writeUInt32LE(crc, 10);
    facts.writeUInt32LE(this.offset - packedFrom, 14);
    facts.writeUInt32LE(size, 18);
    // What the member's own header says is known only behind it.
    await this.writeAt(facts, start + localMark.length);
    const rest = Buffer.alloc(14);
    // A plain file, 0644; the verifier may be run.
    rest.writeUInt32LE(((path === 'verify-journal' ? 0o100755 : 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(start, 10);
    this.central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), facts, rest, name]));
  }

  async end(): Promise<void> {
    const directory = Buffer.concat(this.central);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(this.central.length, 8);
    end.writeUInt16LE(this.central.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(this.offset, 16);
    await this.write(Buffer.concat([directory, end]));
  }

  private async write(bytes: Buffer): Promise<void> {
    if (this.offset + bytes.length > mostBytes) throw new Error(tooLarge);
    await this.writeAt(bytes, this.offset);
    this.offset += bytes.length;
  }

  private async writeAt(bytes: Buffer, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) done += (await this.file.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
  }
}
