import fc from 'fast-check';
import { PassThrough, Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../core/errors';
import { SftpClient } from './sftp-client';
import { field, longestPacket, packet, PacketSplitter, sftp } from './sftp-packet';
import type { Line } from './line';

describe('packets', () => {
  it('come out whole, however the bytes are cut', () => {
    const body = fc.uint8Array({ minLength: 0, maxLength: 50 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.array(body, { maxLength: 8 }), fc.infiniteStream(fc.integer({ min: 1, max: 40 })), (bodies, sizes) => {
        const splitter = new PacketSplitter();
        const all = Buffer.concat(bodies.map((each, id) => packet(sftp.data, id, [each])));
        const found: Buffer[] = [];
        for (let at = 0; at < all.length; ) {
          const size = sizes.next().value ?? 1;
          found.push(...(splitter.push(all.subarray(at, at + size)) ?? []).map((each) => Buffer.from(each)));
          at += size;
        }
        expect(found.map((each) => each.subarray(5).toString('hex'))).toEqual(bodies.map((each) => each.toString('hex')));
      }),
    );
  });

  it('that cannot be are not waited for', () => {
    expect(new PacketSplitter().push(field.u32(longestPacket + 1))).toBeNull();
    expect(new PacketSplitter().push(field.u32(0))).toBeNull();
    expect(new PacketSplitter().push(Buffer.from('Welcome to this host\n'))).toBeNull();
  });
});

/** A server that answers each packet as it is told, over a stream. */
function server(answer: (type: number, id: number) => Buffer | null): Pick<Line, 'sftp' | 'target'> {
  const down = new PassThrough();
  const splitter = new PacketSplitter();
  const stream = Duplex.from({ readable: down, writable: new PassThrough().on('data', (chunk: Buffer) => {
    for (const bytes of splitter.push(chunk) ?? []) {
      const said = answer(bytes[0] ?? 0, bytes[0] === sftp.init ? 0 : bytes.readUInt32BE(1));
      if (said === null) down.end();
      else down.write(said);
    }
  }) });
  return { sftp: async () => ok(stream), target: { name: 'api-01' } as Line['target'] };
}
const greeting = packet(sftp.version, null, [field.u32(3)]);

describe('a hostile or broken server', () => {
  const open = (line: Pick<Line, 'sftp' | 'target'> & Partial<Line>): ReturnType<typeof SftpClient.open> => SftpClient.open(line as Line);

  it('that prints instead of greeting is told apart from a lost line, and from one that has no file transfer', async () => {
    expect(await open(server(() => Buffer.from('hello\r\n')))).toMatchObject({ ok: false, error: { code: 'sftp-garbled' } });
    expect(await open({ ...server(() => null), isOpen: false })).toMatchObject({ ok: false, error: { code: 'line-lost' } });
    expect(await open({ ...server(() => null), isOpen: true })).toMatchObject({ ok: false, error: { code: 'sftp-missing' } });
  });

  it('gets no further with any answer of another kind, and never more bytes than were asked for', async () => {
    const answers: [Buffer, string][] = [
      [packet(sftp.handle, 1, [field.text('h')]), 'sftp-garbled'],
      [packet(sftp.data, 1, [field.bytes(Buffer.alloc(11))]), 'sftp-garbled'],
      [packet(sftp.data, 1, [field.u32(1_000)]), 'sftp-garbled'],
      [packet(sftp.data, 1, [field.bytes(Buffer.alloc(0))]), 'sftp-garbled'],
      [packet(sftp.status, 1, []), 'sftp-garbled'],
      [packet(sftp.status, 1, [field.u32(0)]), 'sftp-refused'],
      [packet(sftp.status, 1, [field.u32(3), field.text('\u001b[2J')]), 'sftp-refused'],
      [field.u32(0xffff_ffff), 'sftp-garbled'],
    ];
    for (const [answer, code] of answers) {
      const client = await open(server((type) => (type === sftp.init ? greeting : answer)));
      if (!client.ok) throw new Error(client.error.code);
      expect(await client.value.read(Buffer.from('h') as never, '/x', 0, 10)).toMatchObject({ ok: false, error: { code } });
      client.value.close();
    }
  });

  it('loses every request that is on the way when the line goes', async () => {
    let asked = 0;
    const client = await open(server((type) => (type === sftp.init ? greeting : (asked += 1) === 3 ? null : Buffer.alloc(0))));
    if (!client.ok) throw new Error(client.error.code);
    const all = await Promise.all([1, 2, 3].map((at) => client.value.remove(`/x${String(at)}`)));
    expect(all.map((each) => (each.ok ? 'ok' : each.error.code))).toEqual(['line-lost', 'line-lost', 'line-lost']);
    expect(await client.value.remove('/y')).toMatchObject({ ok: false, error: { code: 'line-lost' } });
  });
});
