/** Packet types of SFTP version 3 (draft-ietf-secsh-filexfer-02), as far as we speak it. */
export const sftp = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  fstat: 8,
  fsetstat: 10,
  remove: 13,
  rename: 18,
  status: 101,
  handle: 102,
  data: 103,
  attrs: 105,
  extended: 200,
  extendedReply: 201,
} as const;

/** Flags of `open`. */
export const openFor = { reading: 0x01, writing: 0x02, creating: 0x08 } as const;

export const sftpStatus = { ok: 0, eof: 1, noSuchFile: 2, permissionDenied: 3 } as const;

/** SECURITY: a server that announces more than this is not spoken to any further; 32 KiB and a header are all we ask for. */
export const longestPacket = 262_144;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

const u64 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

/** Parts of a request's body, each as SFTP writes it. */
export const field = {
  u32,
  u64,
  bytes: (value: Buffer): Buffer => Buffer.concat([u32(value.length), value]),
  text: (value: string): Buffer => field.bytes(Buffer.from(value, 'utf8')),
  /** Attributes that say a file's size only. */
  size: (bytes: number): Buffer => Buffer.concat([u32(0x01), u64(bytes)]),
  /** Attributes that say a file's permissions only. */
  permissions: (mode: number): Buffer => Buffer.concat([u32(0x04), u32(mode)]),
};

/** A whole packet; `id` is null for the greeting, which has none. */
export function packet(type: number, id: number | null, parts: readonly Buffer[]): Buffer {
  const head = id === null ? [Buffer.of(type)] : [Buffer.of(type), u32(id)];
  const body = Buffer.concat([...head, ...parts]);
  return Buffer.concat([u32(body.length), body]);
}

/** An answer: its type, whom it answers, and the rest. */
export interface SftpAnswer {
  readonly type: number;
  readonly id: number;
  readonly body: Buffer;
}

/** Cuts a stream of bytes into packets. */
export class PacketSplitter {
  #chunks: Buffer[] = [];
  #length = 0;

  /** The packets that are whole by now (type byte and what follows), or null when this is no SFTP. */
  push(chunk: Buffer): Buffer[] | null {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    const packets: Buffer[] = [];
    for (;;) {
      const wanted = this.#wanted();
      if (wanted === null) return null;
      if (this.#length < 4 || this.#length < 4 + wanted) return packets;
      const all = this.#together();
      packets.push(all.subarray(4, 4 + wanted));
      this.#chunks = [all.subarray(4 + wanted)];
      this.#length -= 4 + wanted;
    }
  }

  /** Length of the next packet, 0 while it is not known; null when it cannot be one. */
  #wanted(): number | null {
    if (this.#length < 4) return 0;
    const [first] = this.#chunks;
    const head = first !== undefined && first.length >= 4 ? first : this.#together();
    const length = head.readUInt32BE(0);
    return length < 1 || length > longestPacket ? null : length;
  }

  #together(): Buffer {
    const all = this.#chunks.length === 1 && this.#chunks[0] !== undefined ? this.#chunks[0] : Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }
}

/** Reads the parts of an answer one after another; null once something is missing. */
export class AnswerReader {
  #at = 0;

  constructor(private readonly body: Buffer) {}

  u32(): number | null {
    if (this.#at + 4 > this.body.length) return null;
    this.#at += 4;
    return this.body.readUInt32BE(this.#at - 4);
  }

  /** A 64-bit number; null also where it is more than can be counted exactly. */
  u64(): number | null {
    if (this.#at + 8 > this.body.length) return null;
    this.#at += 8;
    const value = this.body.readBigUInt64BE(this.#at - 8);
    return value > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(value);
  }

  bytes(): Buffer | null {
    const length = this.u32();
    if (length === null || this.#at + length > this.body.length) return null;
    this.#at += length;
    return this.body.subarray(this.#at - length, this.#at);
  }
}
