import { crc32, deflateRawSync } from 'node:zlib';
import type { FileHandle } from 'node:fs/promises';

/** What a zip without the 64-bit extension can hold. */
const mostBytes = 0xffff_ffff;
const mostFiles = 0xffff;

/** Dates in a zip are of a wall clock without a zone; one fixed day keeps equal contents equal, byte for byte. */
const fixedDate = (1 << 5) | 1;

/** Writes a zip (PKWARE APPNOTE 4.3) into an open file, one member after the other. */
export class ZipWriter {
  private readonly central: Buffer[] = [];
  private offset = 0;

  constructor(private readonly file: FileHandle) {}

  async add(path: string, bytes: Uint8Array): Promise<void> {
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path, 'utf8');
    if (this.central.length >= mostFiles || this.offset + packed.length + name.length > mostBytes) throw new Error('too large for a zip; write a folder');
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    // Names are UTF-8.
    facts.writeUInt16LE(0x0800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt16LE(fixedDate, 8);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    // A plain file, 0644; the verifier may be run.
    rest.writeUInt32LE(((path === 'verify-journal' ? 0o100755 : 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(this.offset, 10);
    this.central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), facts, rest, name]));
    await this.write(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), facts, name, packed]));
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
    await this.file.writeFile(bytes);
    this.offset += bytes.length;
  }
}
